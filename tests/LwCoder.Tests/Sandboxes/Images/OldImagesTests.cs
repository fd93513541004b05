using System.Text.Json.Nodes;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;
using LwCoder.Sandboxes.Images;
using LwCoder.Tests.Support;
using NSubstitute;

namespace LwCoder.Tests.Sandboxes.Images;

public sealed class OldImagesTests : IDisposable
{
    private readonly TempDirectory _repository = new();

    public void Dispose() => _repository.Dispose();

    [Fact]
    public void An_image_of_a_repository_that_is_gone_may_go()
    {
        var old = Choose(Image("lw_coder_droid:aaa", "2026-01-01", repository: "/no/such/repository"));

        old.Should().ContainSingle().Which.Why.Should().Contain("/no/such/repository");
    }

    [Fact]
    public async Task One_that_goes_while_we_look_hides_no_other()
    {
        var docker = Substitute.For<IProcessRunner>();
        docker.RunAsync(default!, default).ReturnsForAnyArgs(call => call.Arg<ProcessSpec>().Arguments[0] == "images"
            ? new ProcessOutput(0, "lw_coder_droid:aaa\tsha256:1\nlw_coder_droid:bbb\tsha256:2\n", "")
            : new ProcessOutput(1, $"[{Image("lw_coder_droid:aaa", "2026-01-01", repository: "/no/such/repository")}]\n",
                "Error: No such image: lw_coder_droid:bbb\n"));

        var old = await new OldImages(new DockerCli(docker)).FindAsync(default);

        old.Should().ContainSingle().Which.Name.Should().Be("lw_coder_droid:aaa");
    }

    [Fact]
    public void Of_a_repositorys_images_the_newest_of_each_tool_stays()
    {
        var old = Choose(
            Image("lw_coder_droid:aaa", "2026-01-01", _repository.Path),
            Image("lw_coder_droid:bbb", "2026-02-01", _repository.Path),
            Image("localhost/lw_coder_mini:ccc", "2026-01-01", _repository.Path));

        old.Select(image => image.Name).Should().Equal("lw_coder_droid:aaa");
    }

    [Fact]
    public void A_base_goes_once_latest_is_newer()
    {
        var old = Choose(
            Image("lw_coder_droid:base-old", "2026-01-01"),
            Image("lw_coder_droid:base-new\",\"lw_coder_droid:latest", "2026-02-01"),
            Image("lw_coder_mini:base-only", "2026-01-01"));

        old.Select(image => image.Name).Should().Equal("lw_coder_droid:base-old");
    }

    [Fact]
    public void What_is_not_ours_stays() =>
        Choose(
            Image("lw_coder_droid:latest", "2026-01-01"),
            Image("lw_coder_droid:mine", "2026-01-01"),
            Image("debian:bookworm", "2020-01-01", "/no/such/repository")).Should().BeEmpty();

    private static IReadOnlyList<OldImage> Choose(params string[] images) =>
        OldImages.Choose($"[{string.Join(',', images)}]", "lw_coder_");

    private static string Image(string tags, string created, string? repository = null)
    {
        var labels = repository is null
            ? "null"
            : new JsonObject { ["lw_coder.repository"] = repository }.ToJsonString();
        return $$"""
            {"Id":"sha256:{{tags.GetHashCode(StringComparison.Ordinal)}}","RepoTags":["{{tags}}"],
            "Created":"{{created}}T00:00:00.123456789Z","Size":1000,"Config":{"Labels":{{labels}} } }
            """;
    }
}
