using System.Text;
using LwCoder.Plans;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Plans;

public sealed class NewPlansTests : IAsyncLifetime
{
    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync() => _repository = await TemporaryRepository.CreateAsync();

    public Task DisposeAsync()
    {
        _repository.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_free_id_is_taken_as_it_is() => (await AddAsync("add-login")).Should().Be("add-login");

    [Fact]
    public async Task What_has_the_id_in_any_way_makes_it_another()
    {
        _repository.Write(".lw_coder/tasks/other.md", "---\nplan_id: Add-Login\n---\n");
        _repository.Write(".lw_coder/tasks/add-login-2.md", "no plan at all");
        await _repository.GitAsync("branch", "add-login-3");
        await _repository.GitAsync("branch", "add-login-4/part");
        await _repository.GitAsync("update-ref", "refs/plan-backups/add-login-5", "HEAD");
        await _repository.GitAsync("update-ref", "refs/plan-abandoned/add-login-6", "HEAD");

        (await AddAsync("add-login")).Should().Be("add-login-7");

        File.ReadAllText(In("add-login-7.md")).Should().Be("text of add-login-7");
    }

    [Fact]
    public async Task The_same_text_is_the_same_plan()
    {
        await AddAsync("add-login");

        (await AddAsync("add-login")).Should().Be("add-login");

        Directory.GetFiles(In("")).Should().ContainSingle();
    }

    [Fact]
    public async Task Numbers_go_on_after_the_highest()
    {
        _repository.Write(".lw_coder/tasks/fix-007.md", "");
        _repository.Write(".lw_coder/tasks/fix-one.md", "");
        await _repository.GitAsync("update-ref", "refs/plan-abandoned/fix-999", "HEAD");

        (await AddNumberedAsync()).Should().Be("fix-1000");
    }

    [Fact]
    public async Task Many_at_once_get_an_id_each()
    {
        var added = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(AddNumberedAsync)));

        added.Order().Should().Equal(Enumerable.Range(1, 8).Select(number => $"fix-00{number}"));
    }

    private async Task<string> AddAsync(string id) =>
        (await new NewPlans(_repository.Cli)
            .AddAsync(await _repository.FactsAsync(), PlanId.Parse(id), TextOf, default)).Id.Value;

    private async Task<string> AddNumberedAsync() =>
        (await new NewPlans(_repository.Cli).AddNumberedAsync(await _repository.FactsAsync(), "fix-", TextOf, default)).Id.Value;

    private static byte[] TextOf(PlanId id) => Encoding.UTF8.GetBytes($"text of {id}");

    private string In(string file) => Path.Combine(_repository.Root, ".lw_coder", "tasks", file);
}
