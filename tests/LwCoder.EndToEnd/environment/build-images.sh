#!/usr/bin/env bash
# Builds the base image of every tool in the engine of DOCKER_HOST, from this machine's own debian:bookworm-slim, while
# there is network. Removes what earlier test runs left.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

docker images --format '{{.Repository}}:{{.Tag}}' 'lw_coder_*' | { grep --invert-match ':latest$' || true; } |
    xargs --no-run-if-empty docker rmi --force >/dev/null
docker image prune --force >/dev/null

"$environment/base-image.sh"
for dockerfile in "$repository"/docker/*/Dockerfile; do
    tool=$(basename "$(dirname "$dockerfile")")
    say "building lw_coder_$tool:latest"
    # On standard input the build has no context, which the classic builder and BuildKit both take.
    docker build --network host --tag "lw_coder_$tool:latest" - <"$dockerfile" >"$cache/build-$tool.log" 2>&1 || {
        tail -n 30 "$cache/build-$tool.log" >&2
        fail "building lw_coder_$tool:latest failed"
    }
done
