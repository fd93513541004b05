#!/usr/bin/env bash
# Builds the base image of every tool in the engine of DOCKER_HOST, from this machine's own debian:bookworm-slim, while
# there is network. Removes what earlier test runs left.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

docker images --format '{{.Repository}}:{{.Tag}}' 'lw_coder_*' | { grep --invert-match ':latest$' || true; } |
    xargs --no-run-if-empty docker rmi --force >/dev/null
docker image prune --force >/dev/null

build() {
    local tool=$1
    # On standard input the build has no context, which the classic builder and BuildKit both take.
    docker build --network host --tag "lw_coder_$tool:latest" - \
        <"$repository/docker/$tool/Dockerfile" >"$cache/build-$tool.log" 2>&1
}

"$environment/base-image.sh"
for folder in "$repository"/docker/*/; do
    tool=$(basename "$folder")
    say "building lw_coder_$tool:latest"
    # Once more, as registries have their moments; what was built is not built again.
    build "$tool" || build "$tool" || {
        tail -n 30 "$cache/build-$tool.log" >&2
        fail "building lw_coder_$tool:latest failed"
    }
done
