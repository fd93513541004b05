namespace LwCoder.Tests.Support;

/// <summary>What most stories of `code` begin with: a repository of Ada's, set up by `init`, and the draft of a plan.</summary>
internal static class HelloPlan
{
    public static async Task PrepareAsync(
        TemporaryRepository repository, TestServices lwCoder, string body = "Say hello. PLAN-BODY")
    {
        await repository.GitAsync("config", "user.name", "Ada");
        await repository.GitAsync("config", "user.email", "ada@example.org");
        (await lwCoder.RunAsync("init")).Should().Be(0);
        repository.Write(".lw_coder/tasks/say-hello.md", $"""
            ---
            plan_id: say-hello
            git_sha: "{new string('0', 40)}"
            status: draft
            ---
            {body}
            """);
    }
}
