using System.Text;
using LwCoder.Commands.Init;
using LwCoder.Platform.Processes;
using LwCoder.Templates;

namespace LwCoder.Tests.Commands.Init;

public sealed class InitHandlerTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("lw_coder-init-").FullName;
    private readonly string _outside = Directory.CreateTempSubdirectory("lw_coder-outside-").FullName;
    private readonly StringWriter _output = new();
    private readonly StringWriter _narration = new();

    public void Dispose()
    {
        Directory.Delete(_root, recursive: true);
        Directory.Delete(_outside, recursive: true);
    }

    [Fact]
    public async Task A_fresh_repository_gets_every_stock_file_and_is_told_what_to_do_next()
    {
        (await InitAsync()).Should().Be(0);

        Created().Should().BeEquivalentTo([.. StockFiles.All().Select(file => $".lw_coder/{file.Path}"), ".gitignore"]);
        Created().Should().Contain([
            ".lw_coder/tasks/.gitkeep", ".lw_coder/config.toml", ".lw_coder/code.Dockerfile", ".lw_coder/.dockerignore",
            ".lw_coder/judges/code-reuse.md", ".lw_coder/judges/plan-compliance.md",
            ".lw_coder/prompts/active/claude-code-cli/sonnet/main.md", ".lw_coder/prompts/active/claude-code-cli/opus/main.md",
            ".lw_coder/prompts/active/claude-code-cli/haiku/main.md", ".lw_coder/prompts/active/claude-code-cli/default/main.md",
            ".lw_coder/prompts/active/droid/default/code-review-auditor.md",
            ".lw_coder/prompts/active/mini/default/plan-alignment-checker.md",
        ]);
        _output.ToString().Should().Contain("created .lw_coder/config.toml")
            .And.Contain("created .lw_coder/prompts/active/claude-code-cli/haiku/ (3 files)")
            .And.Contain("updated .gitignore (6 entries)")
            .And.NotContain("kept");
        _narration.ToString().Should().Contain("lw_coder code <plan_id>");
    }

    [Fact]
    public async Task A_second_init_changes_nothing_and_says_so()
    {
        await InitAsync();
        var before = Contents();

        (await InitAsync()).Should().Be(0);

        Contents().Should().BeEquivalentTo(before);
        _output.ToString().Should().NotContain("created").And.NotContain("updated").And.Contain("kept    .lw_coder/config.toml");
        _narration.ToString().Should().Be($"nothing to do: this repository has everything already{Environment.NewLine}");
    }

    [Fact]
    public async Task What_the_user_has_is_kept_and_named_while_the_rest_is_added()
    {
        Write(".lw_coder/judges/code-reuse.md", "mine");
        Write(".lw_coder/judges/security.md", "also mine");

        await InitAsync();

        Read(".lw_coder/judges/code-reuse.md").Should().Be("mine");
        Read(".lw_coder/judges/security.md").Should().Be("also mine");
        _output.ToString().Should().Contain("kept    .lw_coder/judges/code-reuse.md")
            .And.Contain("created .lw_coder/judges/plan-compliance.md")
            .And.NotContain("security.md");
    }

    [Fact]
    public async Task Git_ignores_what_lw_coder_makes_at_run_time_and_sees_what_is_shared()
    {
        await GitAsync("init", "--quiet");
        await InitAsync();
        string[] temporary =
            ["runs/p/run.json", "worktrees/p/a", "sessions/a", "plan-traces/a", "dspy_cache/a", "telemetry.db-wal"];
        foreach (var path in temporary)
        {
            Write($".lw_coder/{path}", "x");
        }

        var untracked = await GitAsync("status", "--porcelain", "--untracked-files=all");

        untracked.Split('\n').Where(line => line.Length > 0).Select(line => line[3..])
            .Should().BeEquivalentTo([.. StockFiles.All().Select(file => $".lw_coder/{file.Path}"), ".gitignore"]);
    }

    [Fact]
    public async Task Bytes_of_a_gitignore_in_another_encoding_survive()
    {
        byte[] before = [0xEF, 0xBB, 0xBF, .. "caf"u8, 0xE9, .. "/\r\n"u8];
        await File.WriteAllBytesAsync(Path.Combine(_root, ".gitignore"), before);

        await InitAsync();

        var after = await File.ReadAllBytesAsync(Path.Combine(_root, ".gitignore"));
        after[..before.Length].Should().Equal(before);
        Encoding.ASCII.GetString(after[before.Length..]).Should().StartWith($"\r\n{IgnoreBlock.Marker}\r\n");
    }

    [Theory]
    [InlineData(".lw_coder")]
    [InlineData(".lw_coder/judges")]
    [InlineData(".lw_coder/prompts/active/droid")]
    public async Task A_link_out_of_the_repository_is_refused_and_nothing_is_written_there(string link)
    {
        Link(link, _outside);

        var refused = await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();

        refused.Which.Message.Should().Contain("outside the repository");
        Directory.EnumerateFileSystemEntries(_outside).Should().BeEmpty();
    }

    [Fact]
    public async Task A_chain_of_links_that_ends_outside_is_refused()
    {
        Link("hop", _outside);
        Link(".lw_coder", Path.Combine(_root, "hop", "inner"));

        await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();

        Directory.EnumerateFileSystemEntries(_outside).Should().BeEmpty();
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused()
    {
        Link(".lw_coder", ".lw_coder/x");

        await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();
    }

    [Fact]
    public async Task A_link_that_stays_inside_is_followed()
    {
        Directory.CreateDirectory(Path.Combine(_root, "tools", "lw"));
        Link(".lw_coder", "tools/lw");

        await InitAsync();

        File.Exists(Path.Combine(_root, "tools", "lw", "config.toml")).Should().BeTrue();
    }

    [Fact]
    public async Task A_dangling_link_in_place_of_a_file_is_kept()
    {
        Link(".lw_coder/config.toml", Path.Combine(_outside, "made-through-the-link"));

        await InitAsync();

        _output.ToString().Should().Contain("kept    .lw_coder/config.toml");
        Directory.EnumerateFileSystemEntries(_outside).Should().BeEmpty();
    }

    [Fact]
    public async Task A_linked_gitignore_is_refused_before_anything_is_written()
    {
        Link(".gitignore", Path.Combine(_outside, "ignore"));

        var refused = await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();

        refused.Which.Message.Should().StartWith(".gitignore is a link");
        Directory.Exists(Path.Combine(_root, ".lw_coder")).Should().BeFalse();
    }

    [Fact]
    public async Task A_file_where_a_folder_belongs_is_an_error_that_names_it_and_init_can_be_repeated_afterwards()
    {
        Write(".lw_coder/judges", "a file");

        var refused = await FluentActions.Awaiting(InitAsync).Should().ThrowAsync<UserError>();
        refused.Which.Message.Should().Contain("judges' is a file");
        _output.ToString().Should().Contain("created .lw_coder/config.toml", "what was done before is said");

        File.Delete(Path.Combine(_root, ".lw_coder", "judges"));
        (await InitAsync()).Should().Be(0);
        Created().Should().Contain(".lw_coder/judges/code-reuse.md");
    }

    [Fact]
    public async Task A_cancelled_init_leaves_whole_files_only_and_can_be_repeated()
    {
        using var source = new CancellationTokenSource();
        var handler = Handler(_ =>
        {
            source.Cancel();
            return Task.FromResult(_root);
        });

        await FluentActions.Awaiting(() => handler.RunAsync(new InitOptions(), source.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await InitAsync()).Should().Be(0);
        Created().Should().HaveCount(StockFiles.All().Count() + 1);
    }

    [Fact]
    public async Task The_command_runs_its_handler()
    {
        var command = InitCommand.Create(new Services(), (_, _) => Task.FromResult(42));

        (await command.Parse([]).InvokeAsync()).Should().Be(42);
    }

    private async Task<int> InitAsync()
    {
        _output.GetStringBuilder().Clear();
        _narration.GetStringBuilder().Clear();
        return await Handler(_ => Task.FromResult(_root)).RunAsync(new InitOptions(), CancellationToken.None);
    }

    private InitHandler Handler(Func<CancellationToken, Task<string>> root) => new(root, _output, _narration);

    private void Write(string path, string text)
    {
        var target = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.WriteAllText(target, text);
    }

    private string Read(string path) => File.ReadAllText(Path.Combine(_root, path));

    private void Link(string path, string target)
    {
        var link = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(link)!);
        Directory.CreateSymbolicLink(link, target);
    }

    private string[] Created() => [.. Contents().Keys];

    private Dictionary<string, string> Contents() => Directory
        .EnumerateFiles(_root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
        .Select(file => Path.GetRelativePath(_root, file).Replace('\\', '/'))
        .Where(file => !file.StartsWith(".git/", StringComparison.Ordinal))
        .ToDictionary(file => file, Read);

    private async Task<string> GitAsync(params string[] arguments)
    {
        var output = await new ProcessRunner().RunAsync(
            new ProcessSpec("git", arguments) { WorkingDirectory = _root }, CancellationToken.None);
        output.Succeeded.Should().BeTrue(output.Error);
        return output.Output;
    }
}
