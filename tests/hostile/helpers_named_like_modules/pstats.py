import builtins

builtins.hostile_modules = [*getattr(builtins, "hostile_modules", []), __name__]
raise SystemExit(1)
