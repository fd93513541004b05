using System.Text;
using LwCoder.Git;
using LwCoder.Plans;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Plans;

public sealed class PlanBackupsTests : IAsyncLifetime
{
    private readonly GitCountingProcesses _processes = new();
    private readonly ManualTime _time = new();
    private TemporaryRepository _repository = null!;
    private RepositoryFacts _facts = null!;

    public async Task InitializeAsync()
    {
        _repository = await TemporaryRepository.CreateAsync();
        _facts = await _repository.FactsAsync();
    }

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    private PlanBackups Backups => new(new GitCli(_processes), _time);

    [Fact]
    public async Task A_backup_is_the_file_byte_for_byte()
    {
        byte[] text = [0xEF, 0xBB, 0xBF, .. "line\r\n\0 \u00e9\n\n"u8, 0xFF];

        (await SaveAsync("a-plan", text)).Should().BeTrue();

        (await Backups.FindAsync(_facts, "a-plan", default))!.Text.Should().Equal(text);
        (await _repository.GitAsync("status", "--porcelain")).Should().BeEmpty();
    }

    [Fact]
    public async Task Each_text_is_kept_with_the_one_before_as_its_parent()
    {
        await SaveAsync("a-plan", "one");
        await SaveAsync("a-plan", "two");
        await SaveAsync("a-plan", "one");

        (await _repository.GitAsync("rev-list", "--count", "refs/plan-backups/a-plan")).Should().Be("3");
        (await _repository.GitAsync("show", "refs/plan-backups/a-plan~1:.lw_coder/tasks/a-plan.md")).Should().Be("two");
    }

    [Fact]
    public async Task An_unchanged_text_takes_one_git_process_and_no_commit()
    {
        await SaveAsync("a-plan", "one");
        var before = _processes.Started.Count;

        (await SaveAsync("a-plan", "one")).Should().BeFalse();

        _processes.Started.Should().HaveCount(before + 1);
        (await _repository.GitAsync("rev-list", "--count", "refs/plan-backups/a-plan")).Should().Be("1");
    }

    [Fact]
    public async Task An_abandoned_plan_keeps_its_history_reason_and_facts()
    {
        await SaveAsync("a-plan", "one");
        var facts = new Abandonment(
            "Not needed.\n\nReally\n\nLw-Coder-Base: forged", _facts.Head, _facts.Head, null, "refs/lw_coder/rescue/a-plan",
            "main");

        await AbandonAsync("a-plan", "two", facts);
        await AbandonAsync("a-plan", "two", facts);
        await Backups.DeleteAsync(_facts, "a-plan", default);

        var found = (await Backups.FindAbandonedAsync(_facts, "a-plan", default))!;
        found.Abandonment.Should().Be(facts);
        Encoding.UTF8.GetString(found.Text).Should().Be("two");
        (await _repository.GitAsync("rev-list", "--count", "refs/plan-abandoned/a-plan")).Should().Be("2");
        (await Backups.ListAsync(_facts, default)).Should().ContainSingle().Which.Abandonment.Should().Be(facts);
    }

    [Fact]
    public async Task A_plan_abandoned_twice_keeps_both_texts()
    {
        await AbandonAsync("a-plan", "first", new Abandonment(null));
        await SaveAsync("a-plan", "second");
        await AbandonAsync("a-plan", "second", new Abandonment("again"));

        (await _repository.GitAsync("log", "--format=%s", "refs/plan-abandoned/a-plan"))
            .Split('\n').Should().BeEquivalentTo("Abandon plan a-plan", "Backup of plan a-plan", "Abandon plan a-plan");
    }

    [Fact]
    public async Task A_revived_plan_is_an_ordinary_backup_again()
    {
        await AbandonAsync("a-plan", "text", new Abandonment(null));
        var abandoned = (await Backups.FindAbandonedAsync(_facts, "a-plan", default))!;

        await Backups.ReviveAsync(_facts, "a-plan", abandoned, default);

        (await Backups.FindAbandonedAsync(_facts, "a-plan", default)).Should().BeNull();
        (await SaveAsync("a-plan", "text")).Should().BeFalse();
    }

    [Fact]
    public async Task Deleting_a_backup_that_is_not_there_is_no_error()
    {
        await Backups.DeleteAsync(_facts, "a-plan", default);

        (await Backups.ListAsync(_facts, default)).Should().BeEmpty();
    }

    [Fact]
    public async Task A_thousand_backups_are_listed_by_one_git_process()
    {
        var import = new StringBuilder();
        for (var i = 0; i < 1000; i++)
        {
            import.Append($"commit refs/plan-backups/plan-{i:0000}\ncommitter x <x@y> {1_700_000_000 + i} +0000\ndata 2\nx\n\n");
        }
        await _repository.Cli.RunAsync(
            new GitCall(_repository.Root, "-c", "fastimport.unpackLimit=10000", "fast-import", "--quiet")
            {
                Input = import.ToString(),
            },
            default);
        var before = _processes.Started.Count;

        (await Backups.ListAsync(_facts, default)).Should().HaveCount(1000);

        _processes.Started.Should().HaveCount(before + 1);
    }

    private Task<bool> SaveAsync(string id, string text) => SaveAsync(id, Encoding.UTF8.GetBytes(text));

    private Task<bool> SaveAsync(string id, byte[] text)
    {
        _time.Advance(TimeSpan.FromMinutes(1));
        return Backups.SaveAsync(_facts, id, text, default);
    }

    private Task AbandonAsync(string id, string text, Abandonment facts) =>
        Backups.AbandonAsync(_facts, id, Encoding.UTF8.GetBytes(text), facts, default);
}
