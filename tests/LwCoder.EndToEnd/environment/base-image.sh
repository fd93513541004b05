#!/usr/bin/env bash
# Makes this machine's own debian:bookworm-slim in the engine of DOCKER_HOST, unless it is there.
#
# The image knows what this machine needs to reach the package registries: its certificates, proxies and mirrors.
# They are wanted in images that only tests use, and must never get into one that is shipped.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

image=debian:bookworm-slim
certificates=/etc/ssl/certs/ca-certificates.crt
inside=/usr/local/share/ca-certificates/build-machine.crt
proxies=(http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY)

mirror() {
    # shellcheck disable=SC2016 # names for apt to fill
    apt-get indextargets --format '$(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
        awk '$1 == "bookworm" && $2 == "main" { print $3; exit }'
}

apt_settings() {
    apt-config dump | grep -E '^Acquire::(Check-|Retries|https?::|AllowInsecureRepositories)' || true
}

variables() {
    printf '%s\n' "SSL_CERT_FILE=$inside" "NODE_EXTRA_CA_CERTS=$inside"
    printf 'NPM_CONFIG_REGISTRY=%s\n' "$(npm config get registry 2>/dev/null)"
    local name
    for name in "${proxies[@]}"; do
        [[ -z ${!name:-} ]] || printf '%s=%s\n' "$name" "${!name}"
    done
}

key=$({
    mirror
    apt_settings
    variables
    cat "$certificates" "${BASH_SOURCE[0]}"
} | sha256sum | cut --characters=1-16)
label=lw_coder.test.base-image
if [[ $(docker image inspect --format "{{ index .Config.Labels \"$label\" }}" "$image" 2>/dev/null) == "$key" ]]; then
    exit 0
fi

say "making $image"
root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
# shellcheck disable=SC2046 # no mirror: debootstrap's own
debootstrap --variant=minbase --include=ca-certificates bookworm "$root" $(mirror) >"$root.log" 2>&1 || {
    tail -n 20 "$root.log" >&2
    fail "debootstrap failed"
}
rm -f "$root.log"
rm -rf "$root"/var/cache/apt/archives/*.deb "$root"/var/lib/apt/lists/*
cp "$certificates" "$root$inside"
cp "$certificates" "$root/etc/ssl/certs/ca-certificates.crt"
apt_settings >"$root/etc/apt/apt.conf.d/90build-machine"

changes=(--change "LABEL $label=$key" --change 'CMD ["bash"]')
while read -r variable; do
    changes+=(--change "ENV $variable")
done < <(variables)
tar --directory "$root" --create . | docker import "${changes[@]}" - "$image" >/dev/null
