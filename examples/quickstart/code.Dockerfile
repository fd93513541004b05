# What `lw_coder demo --sandbox docker` puts on top of the image of the agent `mini`: the .NET SDK for the sample's tests.
ARG BASE_IMAGE
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS sdk
FROM ${BASE_IMAGE}
USER root
COPY --from=sdk /usr/share/dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/local/bin/dotnet
ENV DOTNET_ROOT=/usr/share/dotnet DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
USER ${AGENT_USER}
