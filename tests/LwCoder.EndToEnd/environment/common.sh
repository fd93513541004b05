# Sourced by the scripts beside it: what they share.
# shellcheck shell=bash
set -euo pipefail

environment=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck disable=SC2034 # for those who source this file
repository=$(cd "$environment/../../.." && pwd)

# Kept between runs: the agents and the engine's images. May be deleted at any time.
cache=${LW_CODER_CI_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/lw_coder-ci}
mkdir -p "$cache"

say() { printf '== %s\n' "$*" >&2; }

fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}
