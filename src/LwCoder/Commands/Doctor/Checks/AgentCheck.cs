using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>One agent: is it on this machine, and would a run of it be logged in now.</summary>
internal sealed class AgentCheck(DoctorScene scene, IProgramAgent agent, IProcessRunner processes, TimeProvider time)
    : IDoctorCheck
{
    public string Name => agent.Tool;

    /// <summary>A first start unpacks itself.</summary>
    public TimeSpan Limit => TimeSpan.FromSeconds(30);

    private bool IsChosen => scene.Tool == agent.Tool;

    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel)
    {
        var program = ProgramPath.Find(agent.Executable, scene.Environment);
        return
        [
            program is null ? NotInstalled() : Finding.Ok($"{program}, {await VersionAsync(program, cancel)}"),
            await LoginAsync(program, cancel),
        ];
    }

    private Finding NotInstalled()
    {
        var message = $"{agent.Executable} is not on PATH";
        return IsChosen && !scene.UsesDocker
            ? Finding.Problem(message, $"install {agent.Executable}, or use --sandbox docker, which brings it along")
            : Finding.Note($"{message}; containers bring their own");
    }

    private async Task<Finding> LoginAsync(string? program, CancellationToken cancel)
    {
        if (scene.Sources is { } sources
            && EnvironmentForwarding.Select(sources, agent.AuthVariables).Variables.Keys.FirstOrDefault(IsKey) is { } variable)
        {
            return Finding.Ok($"logged in by {variable}, in containers too");
        }
        var lent = agent.FindLogin(new UserHome(scene.Home.UserHome));
        if (lent is { Problem: null } && !(lent.ExpiresAt < time.GetUtcNow()))
        {
            return await IsLoggedInAsync(program, cancel) == false
                ? Missing($"{agent.Executable} does not take its login in ~/{lent.Place} any more")
                : Finding.Ok($"logged in by ~/{lent.Place}, in containers too");
        }
        if (await IsLoggedInAsync(program, cancel) == true)
        {
            return Limited("logged in on this machine, but a container has no way to that login");
        }
        return lent switch
        {
            { Problem: { } problem } => Limited($"logged in by ~/{lent.Place}, but {problem}"),
            { ExpiresAt: { } expired } => Missing($"the login in ~/{lent.Place} ended {expired.UtcDateTime:yyyy-MM-dd}"),
            _ => Missing("not logged in"),
        };
    }

    /// <summary>Of those variables some hold an address or a model.</summary>
    private static bool IsKey(string name) =>
        name.EndsWith("_KEY", StringComparison.Ordinal) || name.EndsWith("_TOKEN", StringComparison.Ordinal);

    private Finding Missing(string message) => IsChosen ? Finding.Problem(message, Fix) : Finding.Note(message, Fix);

    private Finding Limited(string message) =>
        IsChosen && scene.UsesDocker ? Finding.Problem(message, Fix) : Finding.Note(message, Fix);

    private string Fix =>
        $"set {agent.AuthVariables[0].Replace("*", "API_KEY", StringComparison.Ordinal)} in the environment or "
        + $"in {scene.Home.EnvFile}, or start {agent.Executable} once and log in";

    private async Task<bool?> IsLoggedInAsync(string? program, CancellationToken cancel) =>
        program is not null && agent.LoginQuestion is { } question
            ? question.IsLoggedIn((await AskAsync(program, question.Arguments, cancel)).Output)
            : null;

    private async Task<string> VersionAsync(string program, CancellationToken cancel)
    {
        var output = await AskAsync(program, ["--version"], cancel);
        return output.Succeeded ? output.Output.Split('\n')[0].Trim() : $"which fails: {output.Error.Split('\n')[0].Trim()}";
    }

    private Task<ProcessOutput> AskAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancel) =>
        processes.RunAsync(
            new ProcessSpec(program, arguments)
            {
                WorkingDirectory = scene.Home.UserHome,
                ClearEnvironment = true,
                Environment = scene.Environment.ToDictionary(variable => variable.Key, variable => (string?)variable.Value),
            },
            cancel);
}
