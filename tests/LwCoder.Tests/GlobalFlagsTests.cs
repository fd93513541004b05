using System.Text.Json;
using LwCoder.Tests.Support;

namespace LwCoder.Tests;

public sealed class GlobalFlagsTests : IAsyncLifetime
{
    private readonly TempDirectory _home = new();
    private TemporaryRepository _repository = null!;

    public async Task InitializeAsync() => _repository = await TemporaryRepository.CreateAsync();

    public Task DisposeAsync()
    {
        _repository.Dispose();
        _home.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [InlineData("--json", "runs", "list")]
    [InlineData("runs", "list", "--json")]
    [InlineData("-v", "--json", "--debug", "runs", "list", "--limit", "3")]
    public async Task Json_is_understood_before_the_command_and_after_it(params string[] arguments)
    {
        var services = await RunAsync(ExitCode.Done, arguments);

        using var json = JsonDocument.Parse(services.Printed);
        json.RootElement.GetProperty("schema_version").GetInt32().Should().Be(1);
    }

    [Fact]
    public async Task A_command_without_json_refuses_it_wherever_it_stands()
    {
        (await RunAsync(ExitCode.Usage, "--json", "demo")).Narrated.Should().Contain("--json");
        (await RunAsync(ExitCode.Usage, "demo", "--json")).Narrated.Should().Contain("--json");
    }

    [Fact]
    public void Json_before_the_command_stays_an_option_where_a_double_dash_ends_them() =>
        GlobalFlags.Arrange(["--json", "code", "--", "-plan.md"]).Should().Equal("code", "--json", "--", "-plan.md");

    [Theory]
    [InlineData("-v", false, false)]
    [InlineData("-vv", true, false)]
    [InlineData("--debug", true, true)]
    public async Task Each_level_says_more_on_standard_error_alone(string flag, bool processes, bool times)
    {
        foreach (var arguments in new[] { new[] { flag, "runs", "list" }, ["runs", "list", flag] })
        {
            var services = await RunAsync(ExitCode.Done, arguments);

            services.Narrated.Should().Contain("exit code 0 after");
            services.Narrated.Contains(" rev-parse ", StringComparison.Ordinal).Should().Be(processes);
            services.Narrated.StartsWith('+').Should().Be(times);
            services.Printed.Should().NotContain("exit code");
        }
    }

    [Fact]
    public async Task Without_them_a_command_that_answers_narrates_and_logs_nothing()
    {
        var services = await RunAsync(ExitCode.Done, "runs", "list", "--json");

        services.Narrated.Should().BeEmpty();
        Directory.Exists(_home.In(".lw_coder", "logs")).Should().BeFalse();
    }

    [Fact]
    public async Task Debug_shows_the_stack_of_a_users_mistake_and_nothing_else_does()
    {
        (await RunAsync(ExitCode.Failed, "runs", "show", "nosuch", "-vv")).Narrated.Should().NotContain("   at LwCoder.");
        (await RunAsync(ExitCode.Failed, "runs", "show", "nosuch", "--debug")).Narrated.Should().Contain("   at LwCoder.");
    }

    [Fact]
    public async Task A_bug_names_the_log_which_has_its_stack_and_the_commands_before_it()
    {
        var services = new TestServices(_repository.Root, _home.Path) { FailWith = new InvalidOperationException("oops") };

        (await services.RunAsync("runs", "list")).Should().Be(1);
        services.Dispose();

        var log = Directory.GetFiles(_home.In(".lw_coder", "logs")).Should().ContainSingle().Subject;
        services.Narrated.Should().Contain("unexpected InvalidOperationException: oops").And.Contain(log)
            .And.NotContain("   at ");
        File.ReadAllText(log).Should().Contain("lw_coder runs list").And.Contain("   at LwCoder.");
    }

    [Fact]
    public async Task A_secret_of_the_environment_is_in_no_command_line_that_is_shown()
    {
        var services = new TestServices(_repository.Root, _home.Path);
        services.Variables["MY_SERVICE_TOKEN"] = "correct-horse-battery";

        await services.RunAsync("runs", "list", "--plan", "correct-horse-battery", "-vv");

        services.Narrated.Should().Contain("--plan").And.NotContain("correct-horse-battery");
    }

    private async Task<TestServices> RunAsync(ExitCode expected, params string[] arguments)
    {
        var services = new TestServices(_repository.Root, _home.Path);
        ((ExitCode)await services.RunAsync(arguments)).Should().Be(expected, services.Narrated);
        services.Dispose();
        return services;
    }
}
