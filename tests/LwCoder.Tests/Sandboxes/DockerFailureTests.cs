using LwCoder.Sandboxes;

namespace LwCoder.Tests.Sandboxes;

public sealed class DockerFailureTests
{
    [Theory]
    // Linux
    [InlineData(
        "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        "no container engine")]
    [InlineData("docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. "
        + "Is the docker daemon running?.\nSee 'docker run --help'.", "no container engine")]
    [InlineData(
        "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: "
        + "Get \"http://%2Fvar%2Frun%2Fdocker.sock/v1.24/images/json\": dial unix /var/run/docker.sock: connect: "
        + "permission denied", "no permission")]
    [InlineData(
        "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock",
        "no permission")]
    [InlineData(
        "failed to connect to the docker API at unix:///var/run/docker.sock; "
        + "check if the path is correct and if the daemon is running: dial unix /var/run/docker.sock: connect: "
        + "no such file or directory", "no container engine")]
    // macOS
    [InlineData(
        "Cannot connect to the Docker daemon at unix:///Users/u/.docker/run/docker.sock. Is the docker daemon running?",
        "no container engine")]
    [InlineData(
        "docker: Error response from daemon: Mounts denied: \nThe path /x is not shared from the host", "may not see a folder")]
    // Windows
    [InlineData("error during connect: Get \"http://%2F%2F.%2Fpipe%2FdockerDesktopLinuxEngine/v1.45/info\": "
        + "open //./pipe/dockerDesktopLinuxEngine: The system cannot find the file specified.", "no container engine")]
    [InlineData(
        "error during connect: in the default daemon configuration on Windows, "
        + "the docker client must be run with elevated privileges to connect: "
        + "Get http://%2F%2F.%2Fpipe%2Fdocker_engine/v1.24/info: open //./pipe/docker_engine: Access is denied.",
        "no permission")]
    [InlineData("Cannot connect to Podman. Please verify your connection to the Linux system", "no container engine")]
    [InlineData("write /var/lib/docker/tmp/x: no space left on device", "the disk is full")]
    [InlineData("docker: Error response from daemon: network nowhere not found.", "network named for the container")]
    [InlineData("Unable to find image 'nowhere:latest' locally\ndocker: Error response from daemon: "
        + "pull access denied for nowhere", "an image is missing")]
    [InlineData("Error: No such image: x", "an image is missing")]
    public void Each_complaint_is_recognised(string complaint, string message)
    {
        var error = DockerFailure.Explain(complaint);

        error.Message.Should().Contain(message);
        error.Hint.Should().NotBeNullOrEmpty();
        error.ExitCode.Should().Be(ExitCode.Environment);
    }

    [Theory]
    [InlineData("Cannot connect to the Docker daemon at unix:///x")]
    [InlineData("permission denied while trying to connect to the Docker daemon socket")]
    public void Without_an_engine_the_other_sandbox_is_named(string complaint) =>
        DockerFailure.Explain(complaint).Hint.Should().Contain("--sandbox host");

    [Fact]
    public void Without_docker_the_other_sandbox_is_named() =>
        DockerFailure.NotInstalled().Hint.Should().Contain("--sandbox host");

    [Fact]
    public void An_unknown_complaint_is_passed_on() =>
        DockerFailure.Explain("docker: something new.\nSee 'docker run --help'.").Message
            .Should().Be("docker failed: docker: something new");
}
