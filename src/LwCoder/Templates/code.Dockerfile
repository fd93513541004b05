# This repository's own layer on top of lw_coder's image for the agent: the compilers, runtimes and tools the agent
# needs to build and test the project. It is rebuilt when this file, .dockerignore, a file let in there, or the base
# image changes.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}

# Install what your project needs, for example:
#
#   USER root
#   RUN apt-get update && apt-get install -y --no-install-recommends python3 python3-venv && rm -rf /var/lib/apt/lists/*
#   USER ${AGENT_USER}

# Up-to-date library documentation for the agent. Whichever agent the image has adds it with its own command.
RUN set -e; \
    if command -v droid > /dev/null; then droid mcp add --type http context7 https://mcp.context7.com/mcp; fi; \
    if command -v claude > /dev/null; then claude mcp add --transport http -s user context7 https://mcp.context7.com/mcp; fi
