using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;
using NSubstitute;

namespace LwCoder.Tests.Git;

public sealed class GitCliTests
{
    [Fact]
    public async Task A_lock_that_a_killed_git_left_on_a_ref_of_ours_is_removed()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var stale = Lock(repository, "refs/lw_coder/finalize/hello/landed/main");
        var head = await repository.GitAsync("rev-parse", "HEAD");

        await repository.Cli.RunAsync(
            new GitCall(repository.Root, "update-ref", "--stdin")
            {
                Input = $"start\nupdate refs/lw_coder/finalize/hello/work {head}\n"
                    + $"update refs/lw_coder/finalize/hello/landed/main {head}\ncommit\n",
            },
            default);

        File.Exists(stale).Should().BeFalse();
        (await repository.GitAsync("for-each-ref", "--format=%(refname)", "refs/lw_coder")).Should().Be(
            "refs/lw_coder/finalize/hello/landed/main\nrefs/lw_coder/finalize/hello/work");
    }

    [Fact]
    public async Task A_lock_on_a_branch_may_be_a_persons_and_is_left_alone()
    {
        using var repository = await TemporaryRepository.CreateAsync();
        var theirs = Lock(repository, "refs/heads/side");

        var update = () => repository.Cli.RunAsync(repository.Root, default, "update-ref", "refs/heads/side", "HEAD");

        (await update.Should().ThrowAsync<UserError>()).Which.Message.Should().Contain("side.lock': File exists");
        File.Exists(theirs).Should().BeTrue();
    }

    [Theory]
    [InlineData("update-ref", false)]
    [InlineData("config", false)]
    [InlineData("worktree", false)]
    [InlineData("status", true)]
    public async Task A_git_that_writes_a_ref_a_setting_or_a_worktree_is_not_ended_half_way(string command, bool canBeEnded)
    {
        var processes = Substitute.For<IProcessRunner>();
        processes.RunAsync(default!, default).ReturnsForAnyArgs(new ProcessOutput(0, "", ""));
        using var stop = new CancellationTokenSource();

        await new GitCli(processes).AskAsync(new GitCall("/", command), stop.Token);

        await processes.Received().RunAsync(
            Arg.Any<ProcessSpec>(), Arg.Is<CancellationToken>(cancel => cancel.CanBeCanceled == canBeEnded));
    }

    [Fact]
    public async Task After_a_stop_no_git_is_started()
    {
        var processes = Substitute.For<IProcessRunner>();

        var ask = () => new GitCli(processes).AskAsync(new GitCall("/", "update-ref"), new CancellationToken(canceled: true));

        await ask.Should().ThrowAsync<OperationCanceledException>();
        processes.ReceivedCalls().Should().BeEmpty();
    }

    private static string Lock(TemporaryRepository repository, string reference)
    {
        var path = Path.Combine(repository.Root, ".git", reference + ".lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "");
        return path;
    }
}
