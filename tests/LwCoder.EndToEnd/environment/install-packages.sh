#!/usr/bin/env bash
# Installs the Debian packages that the container and terminal tests need, those that are missing. Needs root.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# program package
needed=(
    "git git"
    "dockerd docker.io"
    "docker docker.io"
    "debootstrap debootstrap"
    "tmux tmux"
    "zsh zsh"
    "fish fish"
    "bwrap bubblewrap"
    "npm npm"
    "node nodejs"
    "pytest-3 python3-pytest"
    "ip iproute2"
    "ps procps"
    "mariadbd mariadb-server"
    "update-ca-certificates ca-certificates"
)
# Where the kernel has AppArmor the engine needs its tools.
if [[ $(cat /sys/module/apparmor/parameters/enabled 2>/dev/null) == Y ]]; then
    needed+=("apparmor_parser apparmor")
fi

packages=()
for entry in "${needed[@]}"; do
    read -r program package <<<"$entry"
    command -v "$program" >/dev/null || packages+=("$package")
done
if ((${#packages[@]} == 0)); then
    exit 0
fi

say "installing ${packages[*]}"
export DEBIAN_FRONTEND=noninteractive
# Without policy-rc.d the package would start a system-wide engine.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
