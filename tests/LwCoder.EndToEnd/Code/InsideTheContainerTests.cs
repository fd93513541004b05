using LwCoder.EndToEnd.Harness;

namespace LwCoder.EndToEnd.Code;

/// <summary>What an agent in a container can and cannot do. The "agent" does one shell command and nothing else.</summary>
public sealed class InsideTheContainerTests
{
    private const string Report = "report.txt";

    [FactNeeding(Need.Docker)]
    public async Task Git_works_inside_under_the_agreed_paths()
    {
        await using var bench = await DoneAsync(
            """
            exec > report.txt 2>&1
            pwd; cat .git; git rev-parse --git-dir; git status --short; git log --format=%s; git diff --stat; echo "rc $?"
            """);

        (await ReportAsync(bench)).Should().Be(
            $"""
            /workspace
            gitdir: /repo-git/worktrees/{ScratchRepository.PlanId}
            /repo-git/worktrees/{ScratchRepository.PlanId}
            ?? {Report}
            Begin
            rc 0

            """);
    }

    [FactNeeding(Need.Docker)]
    public async Task The_hosts_objects_and_pointer_are_read_only()
    {
        await using var bench = await DoneAsync(
            """
            exec > report.txt 2> /dev/null
            touch /repo-objects/x; echo "objects $?"
            echo x > /workspace/.git; echo "pointer $?"
            """);

        (await ReportAsync(bench)).Should().MatchRegex("objects [1-9]\\d*\npointer [1-9]\\d*\n");
    }

    [FactNeeding(Need.Docker)]
    public async Task Hooks_and_configuration_written_inside_never_run_on_the_host()
    {
        await using var bench = await DoneAsync(
            """
            common=$(git rev-parse --git-common-dir); mkdir -p $common/hooks
            for hook in post-commit post-checkout post-index-change reference-transaction; do
              printf '#!/bin/sh\ntouch %s/trap-%s\n' /workspace $hook > $common/hooks/$hook; chmod +x $common/hooks/$hook
            done
            git config core.fsmonitor 'touch /workspace/trap-fsmonitor; false'
            git config --worktree core.fsmonitor 'touch /workspace/trap-fsmonitor; false'
            echo done > report.txt
            """);

        await bench.Repository.GitInWorktreeAsync("status");
        await bench.Repository.GitInWorktreeAsync("commit", "--quiet", "--allow-empty", "--message=On the host");

        Directory.GetFiles(bench.Repository.Worktree, "trap-*").Should().BeEmpty();
        (await bench.Repository.GitAsync("config", "--list", "--local")).Should().NotContain("fsmonitor");
    }

    [FactNeeding(Need.Docker)]
    public async Task A_repository_planted_in_the_worktree_does_not_run_code_in_the_hosts_git_status()
    {
        await using var bench = await DoneAsync(
            """
            git init -q nested && cd nested
            echo x > file && git add file && git -c user.name=n -c user.email=n@n commit -qm nested
            git config core.fsmonitor 'touch ../trap; false'
            cd .. && git add nested; echo done > report.txt
            """);

        await bench.Repository.GitInWorktreeAsync("status");

        bench.Repository.IsInWorktree("trap").Should().BeFalse();
        Directory.Exists(Path.Combine(bench.Repository.Worktree, "nested", ".git")).Should().BeFalse("it is moved away");
        bench.Repository.LatestRun().Manifest["risks"]!.ToJsonString().Should().Contain("nested");
    }

    [FactNeeding(Need.Docker)]
    public async Task Pruning_worktrees_inside_leaves_the_hosts_others_alone()
    {
        await using var bench = await Workbench.InitialisedAsync(shell: "git worktree prune; echo done > report.txt");
        await bench.Repository.GitAsync("worktree", "add", "--quiet", "-b", "sibling", bench.Repository["..", "sibling"]);

        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);

        (await bench.Repository.GitAsync("-C", bench.Repository["..", "sibling"], "status", "--short")).Should().BeEmpty();
        await bench.Repository.GitInWorktreeAsync("status");
    }

    [FactNeeding(Need.Docker)]
    public async Task Droid_finds_its_prompt_its_subagents_and_context7()
    {
        await using var bench = await DoneAsync(
            """
            { ls ~/.factory/droids; cat ~/.factory/mcp.json; test -s /tmp/lw_coder/main_prompt.md; echo prompt $?; } > report.txt
            """,
            "droid");

        (await ReportAsync(bench)).Should().Contain(".md").And.Contain("context7").And.Contain("prompt 0");
    }

    [FactNeeding(Need.Docker)]
    public async Task A_forwarded_secret_arrives_but_is_on_no_command_line_and_in_no_record()
    {
        const string Secret = "or-secret-0123456789abcdef";
        await using var bench = await Workbench.InitialisedAsync(
            shell: """
                echo "$OPENROUTER_API_KEY"
                echo "$OPENROUTER_API_KEY" | wc -c > report.txt; tr '\0' ' ' < /proc/1/cmdline >> report.txt
                """);
        bench.Environment["OPENROUTER_API_KEY"] = Secret;

        (await bench.CodeAsync("claude-code")).ShouldEndWith(ExitCode.Done);

        (await ReportAsync(bench)).Should().StartWith($"{Secret.Length + 1}\n").And.NotContain(Secret);
        foreach (var file in Directory.EnumerateFiles(bench.Repository.LatestRun().Path, "*", SearchOption.TopDirectoryOnly))
        {
            (await File.ReadAllTextAsync(file)).Should().NotContain(Secret, "{0} is kept", file);
        }
    }

    private static async Task<Workbench> DoneAsync(string shell, string tool = "claude-code")
    {
        var bench = await Workbench.InitialisedAsync(shell: shell);
        (await bench.CodeAsync(tool)).ShouldEndWith(ExitCode.Done);
        return bench;
    }

    private static Task<string> ReportAsync(Workbench bench) =>
        File.ReadAllTextAsync(Path.Combine(bench.Repository.Worktree, Report));
}
