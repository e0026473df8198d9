#!/bin/sh
# What the tests need of a machine, and ubuntu's runners do not have or do not allow.
set -eu
sudo apt-get update -q
sudo apt-get install -y -q --no-install-recommends bubblewrap libseccomp2 postgresql
# Without it no sandbox can be made by an ordinary user.
sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0
# Ubuntu's package of Chromium is a snap; the runners have Chrome.
command -v chromium || sudo ln -s "$(command -v google-chrome)" /usr/local/bin/chromium
