using System.Runtime.Versioning;
using LwCoder.Evaluation.TestRuns;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Evaluation.TestRuns;

/// <summary>Checkouts are used again, and no run of tests may find anything of another.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class TestCheckoutTests : IAsyncLifetime
{
    private TemporaryRepository _repository = null!;
    private string _base = "";

    private string Shelf => Path.Combine(_repository.Root, ".lw_coder", "checkouts");

    private IEnumerable<string> OnShelf =>
        Directory.EnumerateFileSystemEntries(Shelf).Select(path => Path.GetFileName(path)).Where(name => name != ".gitignore");

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        _repository.Write(".gitignore", ".lw_coder/\nmade/\n");
        _repository.Write(".gitattributes", "*.txt text\n");
        _repository.Write("src/one.txt", "one\n");
        _repository.Write("src/two.txt", "two\n");
        _repository.Write("src/deep/three.sh", "echo three\n");
        _repository.Write("other/four.txt", "four\n");
        File.SetUnixFileMode(Path.Combine(_repository.Root, "src/deep/three.sh"), (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(Path.Combine(_repository.Root, "link"), "src/one.txt");
        _base = await _repository.CommitAsync("Base");
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [UnixTheory]
    [InlineData("echo two > src/one.txt", "changed")]
    [InlineData(
        "touch -r src/one.txt /tmp/$$; printf 'eno\\n' > src/one.txt; touch -r /tmp/$$ src/one.txt; rm /tmp/$$",
        "same size and time")]
    [InlineData("rm src/one.txt; mkdir src/one.txt; touch src/one.txt/x", "a folder in its place")]
    [InlineData("rm -r src; ln -s other src", "a link in place of a folder")]
    [InlineData("rm link; ln -s src/two.txt link", "another link")]
    [InlineData("chmod 600 src/one.txt; chmod -x src/deep/three.sh; chmod 700 src src/deep .", "other modes")]
    [InlineData(
        "mkdir -p made src/.git/hooks new/deep; touch made/x src/.git/HEAD new/deep/y; git init -q new/nested", "more files")]
    [InlineData(
        "echo '*.txt eol=crlf' > .gitattributes; echo '*.txt eol=crlf' > src/.gitattributes; rm src/two.txt", "other attributes")]
    [InlineData("mkdir -p made/locked; touch made/locked/x; chmod 500 made/locked made", "a locked folder")]
    [InlineData(
        "git rm -rqf .; git commit -qm x; git config core.autocrlf true; rm -rf .git; git init -q .", "mischief with git")]
    [InlineData("rm -rf ./* .gitattributes .gitignore", "nothing left")]
    public async Task What_tests_did_to_it_is_undone(string vandalism, string because)
    {
        var fresh = await LookAsync(contained: false);

        string folder;
        await using (var checkout = await CreateAsync(contained: true))
        {
            folder = checkout.Worktree.Path;
            var done = await TemporaryRepository.Processes.RunAsync(
                new ProcessSpec("sh", ["-c", vandalism]) { WorkingDirectory = folder }, default);
            done.Succeeded.Should().BeTrue(done.Error);
        }

        Look(folder).Should().Equal(fresh, "it lies there clean: {0}", because);
        await using var again = await CreateAsync(contained: true);
        again.Worktree.Path.Should().Be(folder);
        Look(folder).Should().Equal(fresh, because);
        (await TemporaryRepository.InAsync(folder, "status", "--porcelain")).Should().BeEmpty();
    }

    [UnixFact]
    public async Task What_somebody_did_to_an_idle_one_is_undone()
    {
        var fresh = await LookAsync(contained: true);
        var tree = Path.Combine(Shelf, OnShelf.Single(name => !name.Contains('.')), "tree");
        File.WriteAllText(Path.Combine(tree, "src/one.txt"), "other");
        File.WriteAllText(Path.Combine(tree, "more.txt"), "more");

        (await LookAsync(contained: true)).Should().Equal(fresh);
    }

    [UnixFact]
    public async Task A_change_is_there_only_as_long_as_it_is_tested()
    {
        var fresh = await LookAsync(contained: false);
        var patch = await PatchAsync(() =>
        {
            _repository.Write("src/one.txt", "secret\n");
            _repository.Write("new/secret.txt", "secret\n");
            File.Delete(Path.Combine(_repository.Root, "src/two.txt"));
        });

        string folder;
        await using (var checkout = await CreateAsync(contained: true, patch))
        {
            folder = checkout.Worktree.Path;
            File.ReadAllText(Path.Combine(folder, "new/secret.txt")).Should().Be("secret\n");
            File.Exists(Path.Combine(folder, "src/two.txt")).Should().BeFalse();
        }

        Look(folder).Should().Equal(fresh);
        Directory.EnumerateFiles(Path.GetDirectoryName(folder)!, "*", SearchOption.AllDirectories)
            .Where(file => !file.EndsWith("/index", StringComparison.Ordinal) && File.ReadAllText(file).Contains("secret"))
            .Should().BeEmpty();
    }

    [UnixFact]
    public async Task It_serves_other_commits_as_well()
    {
        await LookAsync(contained: true);
        File.Delete(Path.Combine(_repository.Root, "src/two.txt"));
        _repository.Write("src/one.txt", "uno\n");
        _base = await _repository.CommitAsync("Next");

        var used = await LookAsync(contained: true);

        OnShelf.Should().HaveCount(2, "a folder and a note");
        used.Should().Equal(await LookAsync(contained: false));
    }

    [UnixFact]
    public async Task Under_other_rules_of_writing_files_it_is_made_anew()
    {
        await LookAsync(contained: true);
        _repository.Write(".gitattributes", "*.txt text eol=crlf\n");
        _base = await _repository.CommitAsync("Other attributes");
        File.ReadAllText(await FileOfAsync("src/one.txt")).Should().Be("one\r\n");

        _repository.Write(".gitattributes", "*.txt text\n");
        _base = await _repository.CommitAsync("As before");
        File.ReadAllText(await FileOfAsync("src/one.txt")).Should().Be("one\n");

        await _repository.GitAsync("config", "core.eol", "crlf");
        File.ReadAllText(await FileOfAsync("src/one.txt")).Should().Be("one\r\n");

        async Task<string> FileOfAsync(string name)
        {
            var file = Path.Combine(_repository.Folder, "copy");
            await using var checkout = await CreateAsync(contained: true);
            File.Copy(Path.Combine(checkout.Worktree.Path, name), file, overwrite: true);
            return file;
        }
    }

    [UnixFact]
    public async Task With_nothing_around_tests_it_is_not_used_again()
    {
        await LookAsync(contained: false);

        OnShelf.Should().BeEmpty();
    }

    [UnixFact]
    public async Task Several_at_once_have_one_each_and_two_stay()
    {
        var checkouts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => CreateAsync(contained: true)));
        checkouts.Select(checkout => checkout.Worktree.Path).Should().OnlyHaveUniqueItems();

        foreach (var checkout in checkouts)
        {
            await checkout.DisposeAsync();
        }

        OnShelf.Should().HaveCount(4).And.OnlyContain(name => !name.EndsWith(".owner"));
    }

    [UnixFact]
    public async Task That_of_a_killed_process_is_not_used_again()
    {
        await LookAsync(contained: true);
        var name = OnShelf.Single(name => !name.Contains('.'));
        // Killed while it took it: the note is there still.
        File.WriteAllText(Path.Combine(Shelf, name + ".owner"), $"{Environment.MachineName}:999999:1");

        new CheckoutShelf(Shelf).Idle.Should().BeEmpty();
        new CheckoutShelf(Shelf).Sweep();

        OnShelf.Should().BeEmpty();
    }

    private async Task<List<string>> LookAsync(bool contained)
    {
        await using var checkout = await CreateAsync(contained);
        return Look(checkout.Worktree.Path);
    }

    /// <summary>Everything in it but its git: kind, mode, place and content.</summary>
    private static List<string> Look(string tree) =>
    [
        Describe(new DirectoryInfo(tree)),
        .. new DirectoryInfo(tree).EnumerateFileSystemInfos("*", new EnumerationOptions
            {
                RecurseSubdirectories = true, AttributesToSkip = 0,
            })
            .Where(entry => entry.FullName != Path.Combine(tree, ".git"))
            .Select(entry => $"{Path.GetRelativePath(tree, entry.FullName)} {Describe(entry)}").Order(StringComparer.Ordinal),
    ];

    private static string Describe(FileSystemInfo entry) => entry switch
    {
        { LinkTarget: { } target } => $"-> {target}",
        FileInfo file => $"{file.UnixFileMode} {File.ReadAllText(file.FullName)}",
        _ => $"{entry.UnixFileMode}",
    };

    private async Task<TestCheckout> CreateAsync(bool contained, string? patch = null) => await TestCheckout.CreateAsync(
        _repository.Cli, await _repository.FactsAsync(), new CheckoutShelf(Shelf), _base, patch, contained, movesPaths: false,
        default);

    private async Task<string> PatchAsync(Action edit)
    {
        edit();
        await _repository.GitAsync("add", "-A");
        var patch = Path.Combine(_repository.Folder, "change.patch");
        await _repository.GitAsync("diff", "--cached", "--binary", "--full-index", $"--output={patch}");
        await _repository.GitAsync("reset", "-q", "--hard");
        return patch;
    }
}
