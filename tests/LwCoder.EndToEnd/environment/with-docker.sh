#!/usr/bin/env bash
# Runs a command with a private Docker engine that ends with it:
#   with-docker.sh [--offline] COMMAND [ARGUMENT...]
# Containers of this engine need `--network host`. With --offline the engine, the command and all they start share one
# network that has only loopback, so nothing can leave the machine. Needs root and Debian's docker.io.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

if [[ ${1:-} == --offline ]]; then
    shift
    # shellcheck disable=SC2016 # expanded by the inner shell
    exec unshare --net bash -c 'ip link set lo up && LW_CODER_OFFLINE=1 exec "$@"' offline "${BASH_SOURCE[0]}" "$@"
fi
(($# > 0)) || fail "no command given"

exec 9>"$cache/docker.lock"
if ! flock --nonblock 9; then
    say "waiting for another run to leave $cache/docker"
    flock 9
fi

# A run that was killed may have left the engine in a swarm.
rm -rf "$cache/docker/swarm"

work=$(mktemp -d)
chmod 711 "$work"
engine=

# shellcheck disable=SC2317 # the trap calls it
end_engine() {
    if [[ -n $engine ]] && kill -0 "$engine" 2>/dev/null; then
        docker ps --all --quiet | xargs --no-run-if-empty docker rm --force >/dev/null || true
        kill "$engine"
        wait "$engine" || true
    fi
    # The engine leaves its network namespaces mounted.
    awk -v within="$work/" 'index($2, within) == 1 { print $2 }' /proc/mounts | sort -r | xargs --no-run-if-empty umount --lazy
    rm -rf "$work"
}
trap end_engine EXIT

# The engine dies with this script even if that is killed.
setpriv --pdeathsig TERM dockerd \
    --host "unix://$work/docker.sock" --data-root "$cache/docker" --exec-root "$work/exec" --pidfile "$work/pid" \
    --iptables=false --bridge=none >"$work/log" 2>&1 9>&- &
engine=$!
# Waiting for the other run does not count.
SECONDS=0
export DOCKER_HOST=unix://$work/docker.sock
until docker version >/dev/null 2>&1; do
    if ! kill -0 "$engine" 2>/dev/null || ((SECONDS > 60)); then
        tail -n 20 "$work/log" >&2
        fail "the Docker engine did not start"
    fi
    sleep 0.2
done
# The tests also run the tool as a user without rights.
chmod 666 "$work/docker.sock"

status=0
"$@" 9>&- || status=$?
exit "$status"
