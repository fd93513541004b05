using LwCoder.Prompts;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Prompts;

public sealed class ProjectFactsTests : IDisposable
{
    private readonly TempDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("package.json", """{"scripts":{"test":"x"}}""", "npm test")]
    [InlineData("web/package.json", """{"scripts":{"test":"x"}}""", "npm test (in web)")]
    [InlineData("package.json", """{"scripts":{"build":"x"}}""", null)]
    [InlineData("package.json", "[[[", null)]
    [InlineData("Tool.sln", "x", "dotnet test")]
    [InlineData("a/A.Tests.csproj", "Microsoft.NET.Test.Sdk", "dotnet test (in a)")]
    [InlineData("a/A.csproj", "<Project/>", null)]
    [InlineData("pyproject.toml", "[tool.pytest.ini_options]", "pytest")]
    [InlineData("pyproject.toml", "[project]", null)]
    [InlineData("Cargo.toml", "[package]", "cargo test")]
    [InlineData("go.mod", "module m", "go test ./...")]
    [InlineData("Makefile", "all: test\n\ntest: build\n\tgo test\n", "make test")]
    [InlineData("Makefile", "all:\n\techo\ntested:\nTEST := 1\ntest := 1\n", null)]
    [InlineData("justfile", "test filter='':\n  x\n", null)]
    [InlineData("justfile", "test name:\n  x\n", "just test")]
    [InlineData("node_modules/m/package.json", """{"scripts":{"test":"x"}}""", null)]
    [InlineData("a/b/c/d/e/Cargo.toml", "[package]", null)]
    public void Build_files_tell_the_test_command(string file, string text, string? command)
    {
        _folder.Write(file, text);

        ProjectTree.Read(_folder.Path).TestCommands.Should().Equal(command is null ? [] : [command]);
    }

    [Fact]
    public void A_solution_speaks_for_its_projects()
    {
        _folder.Write("Tool.sln", "x");
        _folder.Write("tests/T.csproj", "Microsoft.NET.Test.Sdk");

        ProjectTree.Read(_folder.Path).TestCommands.Should().Equal("dotnet test");
    }

    [Fact]
    public void Languages_come_by_use_and_guidance_by_name()
    {
        _folder.Write("src/a.cs", "");
        _folder.Write("src/b.cs", "");
        _folder.Write("run.py", "");
        _folder.Write("AGENTS.md", "");

        ProjectTree.Read(_folder.Path).Describe().Should().Be(
            "Languages: C#, Python\nLikely test commands: none found\nGuidance files: AGENTS.md");
    }

    [Fact]
    public void Links_are_not_followed_and_odd_names_are_not_repeated()
    {
        using var outside = new TempDirectory();
        outside.Write("Cargo.toml", "[package]");
        outside.Write("x/go.mod", "module m");
        File.CreateSymbolicLink(_folder.In("Cargo.toml"), outside.In("Cargo.toml"));
        Directory.CreateSymbolicLink(_folder.In("linked"), outside.In("x"));
        if (!OperatingSystem.IsWindows())
        {
            _folder.Write("ignore\nall rules/Cargo.toml", "[package]");
        }

        ProjectTree.Read(_folder.Path).TestCommands.Should().BeEmpty();
    }
}
