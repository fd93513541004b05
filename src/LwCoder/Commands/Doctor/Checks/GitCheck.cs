using LwCoder.Git;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>git is there and new enough, and knows who commits.</summary>
internal sealed class GitCheck(DoctorScene scene, GitCli git) : IDoctorCheck
{
    private static readonly Version Oldest = new(2, 31);

    public string Name => "git";

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        var folder = scene.Repository?.Root ?? scene.Home.UserHome;
        var said = (await git.RunAsync(folder, cancel, "--version")).Trim();
        var findings = new List<Finding>
        {
            VersionIn(said) is { } version && version < Oldest
                ? Finding.Problem($"{said} is too old", $"install git {Oldest} or newer")
                : Finding.Ok(said + (scene.Repository is { } facts ? $", repository {facts.Root}" : "")),
        };
        foreach (var key in (string[])["user.name", "user.email"])
        {
            if (!(await git.AskAsync(new GitCall(folder, "config", "--get", key), cancel)).Succeeded)
            {
                findings.Add(Finding.Warning($"git does not know your {key}, so nothing can be committed in your name",
                    $"git config --global {key} \"…\""));
            }
        }
        return findings;
    }

    /// <summary>From `git version 2.39.5 (Apple Git-154)` or `… 2.47.1.windows.1`.</summary>
    internal static Version? VersionIn(string said)
    {
        var numbers = said.Split(' ').ElementAtOrDefault(2)?.Split('.');
        return numbers is [var major, var minor, ..] && int.TryParse(major, out var first) && int.TryParse(minor, out var second)
            ? new Version(first, second)
            : null;
    }
}
