answer = "theirs"
