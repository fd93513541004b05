using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;
using NSubstitute;

namespace LwCoder.Tests.Git;

public sealed class RepositoryReaderTests
{
    [Fact]
    public async Task The_facts_of_a_plain_repository_are_read_from_any_sub_folder()
    {
        using var repository = await TemporaryRepository.CreateAsync("my répo 名");
        repository.Write("src/deep/file.txt", "x");
        var facts = await repository.FactsAsync(Path.Combine(repository.Root, "src", "deep"));

        facts.Root.Should().Be(repository.Root);
        facts.CommonDirectory.Should().Be(Path.Combine(repository.Root, ".git"));
        facts.Head.Should().Be(await repository.GitAsync("rev-parse", "HEAD"));
        facts.Branch.Should().Be("main");
        facts.IsShallow.Should().BeFalse();
    }

    [Fact]
    public async Task From_a_linked_worktree_the_main_one_is_found_and_the_branch_is_that_of_the_linked_one()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var linked = Path.Combine(repository.Folder, "linked");
        await repository.GitAsync("worktree", "add", "-q", "-b", "side", linked);
        var facts = await repository.FactsAsync(linked);

        facts.Root.Should().Be(repository.Root);
        facts.CurrentWorktree.Should().Be(linked);
        facts.Branch.Should().Be("side");
    }

    [Fact]
    public async Task A_detached_head_has_no_branch()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("checkout", "-q", "--detach");
        (await repository.FactsAsync()).Branch.Should().BeNull();
    }

    [Fact]
    public async Task A_submodule_is_a_repository_of_its_own_even_from_its_linked_worktree()
    {
        using var library = await TemporaryRepository.CreateAsync("library");
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("submodule", "--quiet", "add", library.Root, "sub");
        var submodule = Path.Combine(repository.Root, "sub");
        var linked = Path.Combine(repository.Folder, "linked");
        await TemporaryRepository.InAsync(submodule, "worktree", "add", "-q", "-b", "side", linked);

        (await repository.FactsAsync(submodule)).Root.Should().Be(submodule);
        (await repository.FactsAsync(linked)).Root.Should().Be(submodule);
        (await repository.FactsAsync(linked)).CommonDirectory
            .Should().Be(Path.Combine(repository.Root, ".git", "modules", "sub"));
    }

    [Fact]
    public async Task A_worktree_of_a_bare_repository_is_its_own_root()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var bare = Path.Combine(repository.Folder, "bare.git");
        var linked = Path.Combine(repository.Folder, "linked");
        await repository.GitAsync("clone", "-q", "--bare", repository.Root, bare);
        await TemporaryRepository.InAsync(bare, "worktree", "add", "-q", linked, "main");
        (await repository.FactsAsync(linked)).Root.Should().Be(linked);
    }

    [Fact]
    public async Task With_a_separate_git_directory_the_main_worktree_works_and_a_linked_one_says_where_to_go()
    {
        using var repository = await TemporaryRepository.EmptyAsync("repo", "--separate-git-dir=../elsewhere");
        await repository.CommitAsync("Start");
        var linked = Path.Combine(repository.Folder, "linked");
        await repository.GitAsync("worktree", "add", "-q", linked);

        (await repository.FactsAsync()).Root.Should().Be(repository.Root);
        (await RefusalAsync(repository, linked)).Hint.Should().Contain("main worktree");
    }

    [Fact]
    public async Task A_shallow_clone_is_recognised()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.CommitAsync("Second");
        var clone = Path.Combine(repository.Folder, "clone");
        await repository.GitAsync("clone", "-q", "--depth=1", $"file://{repository.Root}", clone);
        (await repository.FactsAsync(clone)).IsShallow.Should().BeTrue();
    }

    [Fact]
    public async Task A_folder_outside_any_repository_is_refused()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var refusal = await RefusalAsync(repository, repository.Folder);
        refusal.Message.Should().Contain("not in a git repository");
        refusal.Hint.Should().Contain("git init");
    }

    [Fact]
    public async Task A_bare_repository_is_refused()
    {
        using var repository = await TemporaryRepository.EmptyAsync("repo.git", "--bare");
        (await RefusalAsync(repository, repository.Root)).Message.Should().Contain("bare");
    }

    [Fact]
    public async Task The_inside_of_a_git_directory_is_refused()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var inside = Path.Combine(repository.Root, ".git");
        (await RefusalAsync(repository, inside)).Message.Should().Contain("inside a git directory");
    }

    [Fact]
    public async Task A_repository_without_commits_is_refused()
    {
        using var repository = await TemporaryRepository.EmptyAsync();
        (await RefusalAsync(repository, repository.Root)).Message.Should().Contain("no commit yet");
    }

    [Fact]
    public async Task A_sha256_repository_is_refused()
    {
        using var repository = await TemporaryRepository.EmptyAsync("repo", "--object-format=sha256");
        await repository.CommitAsync("Start");
        (await RefusalAsync(repository, repository.Root)).Message.Should().Contain("sha256");
    }

    [Fact]
    public async Task A_partial_clone_is_refused()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        await repository.GitAsync("config", "uploadpack.allowFilter", "true");
        var clone = Path.Combine(repository.Folder, "clone");
        await repository.GitAsync("clone", "-q", "--filter=blob:none", $"file://{repository.Root}", clone);
        (await RefusalAsync(repository, clone)).Message.Should().Contain("partial clone");
    }

    [Fact]
    public async Task A_repository_of_another_user_is_refused_with_the_command_that_trusts_it()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var git = new GitCli(new AsAnotherUser());
        var refusal = await new RepositoryReader(git, TemporaryRepository.Variables)
            .Invoking(reader => reader.ReadAsync(repository.Root, default))
            .Should().ThrowAsync<UserError>();
        refusal.Which.ExitCode.Should().Be(ExitCode.Environment);
        refusal.Which.Hint.Should().Contain($"git config --global --add safe.directory '{repository.Root}'");
    }

    [Fact]
    public async Task A_git_that_repeats_a_question_it_does_not_know_is_too_old()
    {
        var processes = Substitute.For<IProcessRunner>();
        processes.RunAsync(default!, default).ReturnsForAnyArgs(
            new ProcessOutput(0, "--path-format=absolute\nfalse\ntrue\nfalse\nsha1\n.git\n", ""));
        (await new RepositoryReader(new GitCli(processes), TemporaryRepository.Variables)
            .Invoking(reader => reader.ReadAsync("/", default))
            .Should().ThrowAsync<UserError>()).Which.Hint.Should().Contain("2.31");
    }

    [Fact]
    public async Task The_callers_git_variables_lead_nowhere()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        using var other = await TemporaryRepository.CreateAsync("other");
        var git = new GitCli(new WithVariable("GIT_DIR", Path.Combine(other.Root, ".git")));
        (await new RepositoryReader(git, TemporaryRepository.Variables).ReadAsync(repository.Root, default)).Root
            .Should().Be(repository.Root);
    }

    private static async Task<UserError> RefusalAsync(TemporaryRepository repository, string directory) =>
        (await repository.Invoking(one => one.FactsAsync(directory)).Should().ThrowAsync<UserError>()).Which;
}
