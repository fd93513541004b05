using System.CommandLine;
using LwCoder.Completions;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Completions;

/// <summary>The scripts in the shells they are for.</summary>
public sealed class ScriptTests : IDisposable
{
    private readonly TempDirectory _home = new();

    public void Dispose() => _home.Dispose();

    [ShellTheory, InlineData("bash"), InlineData("zsh"), InlineData("fish")]
    public async Task Commands_options_and_fixed_words_are_completed(string shell)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var session = await InstalledAsync(shell);

        (await session.CompleteAsync(repository.Root, "lw_coder ")).Should().Contain(["init", "code", "runs", "completion"]);
        (await session.CompleteAsync(repository.Root, "lw_coder co")).Should().Equal("code", "compiled", "completion");
        (await session.CompleteAsync(repository.Root, "lw_coder code --sess")).Should().Equal("--session-timeout");
        (await session.CompleteAsync(repository.Root, "lw_coder code --tool ")).Should().Equal("claude-code", "droid", "mini");
        (await session.CompleteAsync(repository.Root, "lw_coder code --sandbox host --tool cl")).Should().Equal("claude-code");
        (await session.CompleteAsync(repository.Root, "lw_coder completion install f")).Should().Equal("fish");
    }

    [ShellTheory, InlineData("bash"), InlineData("zsh"), InlineData("fish")]
    public async Task A_value_behind_an_equals_sign_is_completed(string shell)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var session = await InstalledAsync(shell);

        var hits = await session.CompleteAsync(repository.Root, "lw_coder code --tool=dr");

        hits.Should().ContainSingle().Which.Should().EndWith("droid");
    }

    [ShellTheory, InlineData("bash"), InlineData("zsh"), InlineData("fish")]
    public async Task Plans_are_found_from_sub_folders_and_linked_worktrees(string shell)
    {
        using var repository = await TemporaryRepository.CreateAsync("my repo");
        repository.Write("src/deep/file.txt", "");
        await repository.CommitAsync("Deep");
        repository.Write(".lw_coder/tasks/one-plan.md", "");
        repository.Write(".lw_coder/tasks/one.other_plan.md", "");
        repository.Write(".lw_coder/tasks/notes.txt", "");
        var worktree = Path.Combine(repository.Folder, "linked");
        await repository.GitAsync("worktree", "add", "-q", worktree);
        var session = await InstalledAsync(shell);

        string[] folders = [repository.Root, Path.Combine(repository.Root, "src", "deep"), Path.Combine(worktree, "src")];
        foreach (var folder in folders)
        {
            (await session.CompleteAsync(folder, "lw_coder code one")).Should().Equal("one-plan", "one.other_plan");
            (await session.CompleteAsync(folder, "lw_coder runs list --plan one-")).Should().Equal("one-plan");
        }
        (await session.CompleteAsync(_home.Path, "lw_coder code one")).Should().BeEmpty();
    }

    [ShellTheory, InlineData("bash"), InlineData("zsh"), InlineData("fish")]
    public async Task Runs_candidates_and_backups_are_found(string shell)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write(".lw_coder/runs/one/20260102_030405/run.json", "");
        repository.Write(".lw_coder/runs/one/20260102_030405-2/run.json", "");
        repository.Write(".lw_coder/runs/one/half-made/other", "");
        repository.Write(".lw_coder/prompts/candidates/droid/default/candidate-007/main.md", "");
        await repository.GitAsync("update-ref", "refs/plan-backups/kept-plan", "HEAD");
        await repository.GitAsync("update-ref", "refs/plan-abandoned/lost-plan", "HEAD");
        var session = Session(shell, Sample());

        (await session.CompleteAsync(repository.Root, "lw_coder look ")).Should()
            .Equal("one/20260102_030405", "one/20260102_030405-2");
        (await session.CompleteAsync(repository.Root, "lw_coder look one/2026")).Should().HaveCount(2);
        (await session.CompleteAsync(repository.Root, "lw_coder look x ")).Should().Equal("droid/default/candidate-007");
        (await session.CompleteAsync(repository.Root, "lw_coder look x y ")).Should().Equal("kept-plan", "lost-plan");
        (await session.CompleteAsync(repository.Root, "lw_coder look x y z lo")).Should().Equal("lost-plan");
    }

    [ShellTheory, InlineData("bash"), InlineData("zsh"), InlineData("fish")]
    public async Task An_alias_leads_to_its_command_and_hidden_things_stay_hidden(string shell)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var session = Session(shell, Sample());

        (await session.CompleteAsync(repository.Root, "lw_coder ")).Should().Contain("look").And.NotContain("secret");
        (await session.CompleteAsync(repository.Root, "lw_coder peek --every")).Should().Equal("--everywhere");
        (await session.CompleteAsync(repository.Root, "lw_coder --everywhere look --it")).Should().Equal("--its");
    }

    [ShellTheory, InlineData("bash"), InlineData("zsh"), InlineData("fish")]
    public async Task A_plan_may_also_be_a_file(string shell)
    {
        using var repository = await TemporaryRepository.CreateAsync();
        repository.Write("ideas/idea.md", "");
        var session = await InstalledAsync(shell);

        var hits = await session.CompleteAsync(repository.Root, "lw_coder code ./ideas/i");

        hits.Should().ContainSingle().Which.Should().EndWith("idea.md");
    }

    private async Task<ShellSession> InstalledAsync(string shell)
    {
        using var services = new TestServices(_home.Path, _home.Path);
        (await services.RunAsync("completion", shell)).Should().Be(0);
        return new ShellSession(_home, shell, services.Printed);
    }

    private ShellSession Session(string shell, RootCommand root) =>
        new(_home, shell, Shells.TryFind(shell)!.Script(CommandTreeReader.Read(root)));

    private static RootCommand Sample()
    {
        var look = new Command("look", "Look: at $HOME, [all] `of` \"it\" \\ isn't it?")
        {
            new Argument<string>("run").Completes(CompletionKind.Run),
            new Argument<string>("candidate").Completes(CompletionKind.Candidate),
            new Argument<string[]>("backups").Completes(CompletionKind.Backup),
            new Option<bool>("--its") { Description = "It's $(false)." },
        };
        look.Aliases.Add("peek");
        return new RootCommand("Sample.")
        {
            look,
            new Command("secret") { Hidden = true },
            new Option<bool>("--everywhere") { Recursive = true },
        };
    }
}
