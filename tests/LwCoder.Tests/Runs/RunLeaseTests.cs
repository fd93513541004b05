using LwCoder.Platform.Processes;
using LwCoder.Runs;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Runs;

public sealed class RunLeaseTests : IDisposable
{
    private static readonly ProcessIdentity Me = ProcessIdentity.Current;
    private readonly TempDirectory _folder = new();
    private readonly RunCatalog _runs;

    public RunLeaseTests() => _runs = new RunCatalog(_folder.In("runs"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_run_on_a_plan_is_refused_and_told_who_has_it()
    {
        var other = Living();
        using var lease = await TakeAsync(other);

        var refused = await FluentActions.Awaiting(() => TakeAsync(Me)).Should().ThrowAsync<UserError>();

        refused.Which.Message.Should().Contain($"process {other.Id}");
    }

    [Fact]
    public async Task Another_plan_is_free()
    {
        using var first = await TakeAsync(Living());
        using var second = await TakeAsync(Me, "another");

        second.TookOver.Should().BeFalse();
    }

    [Fact]
    public async Task The_lease_of_a_dead_process_is_taken_over_and_says_so()
    {
        _ = await TakeAsync(Me with { Start = "1" });

        RunLease.Abandoned(_runs).Should().Equal("plan");
        using var lease = await TakeAsync(Me);
        lease.TookOver.Should().BeTrue();
    }

    [Fact]
    public async Task A_process_of_another_machine_is_not_declared_dead()
    {
        _ = await TakeAsync(new ProcessIdentity("elsewhere", 1, "1"));

        (await FluentActions.Awaiting(() => TakeAsync(Me)).Should().ThrowAsync<UserError>())
            .Which.Hint.Should().Contain("delete");
        RunLease.Abandoned(_runs).Should().BeEmpty();
    }

    [Fact]
    public async Task A_lease_that_was_given_back_leaves_no_trace()
    {
        (await TakeAsync(Me)).Dispose();

        (await TakeAsync(Living())).TookOver.Should().BeFalse();
    }

    [Fact]
    public async Task Damage_in_the_file_is_no_holder()
    {
        Directory.CreateDirectory(_folder.In("runs", "plan"));
        File.WriteAllText(_folder.In("runs", "plan", ".lease"), "\0\0\0");

        using var lease = await TakeAsync(Me);
    }

    private Task<RunLease> TakeAsync(ProcessIdentity holder, string plan = "plan") =>
        RunLease.TakeAsync(_runs, plan, holder, default);

    /// <summary>A process that outlives the test: the one that started us.</summary>
    private static ProcessIdentity Living() => Me with { Id = 1, Start = ProcessTree.StartTime(1)! };
}
