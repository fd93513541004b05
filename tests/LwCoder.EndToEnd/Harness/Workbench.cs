using LwCoder.EndToEnd.Models;
using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Harness;

/// <summary>Everything one test works with: a scripted model, a home that talks to it, a repository with a plan.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    /// <summary>The line for <see cref="ConfigureAsync"/> that lets containers reach the model.</summary>
    public const string HostNetwork = "network = \"host\"";

    private readonly TempFolder _folder = new();
    private readonly int? _user;

    private Workbench(ModelServer server, string script, int? user, string folder)
    {
        (Server, _user) = (server, user);
        Home = new ScratchHome(_folder["home"]);
        Environment = Home.Environment(server, script, _folder["bin"], Agents.Folder);
        Repository = new ScratchRepository(_folder[folder], Environment);
    }

    public ModelServer Server { get; }

    public ScratchHome Home { get; }

    public ScratchRepository Repository { get; private set; }

    public Dictionary<string, string?> Environment { get; }

    /// <param name="script">What the model does, see <see cref="ScriptBook"/>.</param>
    /// <param name="shell">Instead of a script: one command for the agent's shell.</param>
    /// <param name="user">The uid that runs the tool and owns home and repository, instead of ours.</param>
    /// <param name="folder">The name of the repository's folder.</param>
    public static async Task<Workbench> CreateAsync(
        string script = "ok", string? shell = null, int? user = null, string folder = "repo")
    {
        var server = await ModelServer.StartAsync();
        if (shell is not null)
        {
            server.AddShellScript("shell", shell);
            script = "shell";
        }
        var bench = new Workbench(server, script, user, folder);
        bench.Home.Prepare(server, script);
        await bench.Repository.InitialiseAsync();
        return bench;
    }

    /// <summary>A workbench whose repository has been through `lw_coder init` and lets containers reach the model.</summary>
    public static async Task<Workbench> InitialisedAsync(string script = "ok", string? shell = null, int? user = null)
    {
        var bench = await CreateAsync(script, shell, user);
        try
        {
            await bench.InitialiseAsync();
            return bench;
        }
        catch
        {
            await bench.DisposeAsync();
            throw;
        }
    }

    /// <summary>What <see cref="InitialisedAsync"/> does, for a repository that was changed before.</summary>
    public async Task InitialiseAsync()
    {
        await GiveToUserAsync();
        (await RunAsync("init")).ShouldEndWith(ExitCode.Done);
        await ConfigureAsync(HostNetwork);
    }

    /// <summary>Replaces `.lw_coder/config.toml` by a `[code]` table with these lines.</summary>
    public async Task ConfigureAsync(params string[] lines)
    {
        await File.WriteAllLinesAsync(Repository[".lw_coder", "config.toml"], lines.Prepend("[code]"));
        await GiveToUserAsync();
    }

    /// <summary>Adds lines to the Dockerfile of the repository's image.</summary>
    public Task AddToImageAsync(params string[] lines) =>
        File.AppendAllLinesAsync(Repository[".lw_coder", "code.Dockerfile"], lines.Prepend(""));

    /// <summary>Puts a program first on PATH.</summary>
    public void AddProgram(string name, string script)
    {
        var path = Path.Combine(_folder.MakeFolder("bin"), name);
        File.WriteAllText(path, script);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        }
    }

    /// <summary>From now on the model follows another script.</summary>
    public void Follow(string script)
    {
        Home.Prepare(Server, script);
        Environment["ANTHROPIC_BASE_URL"] = Server.Address(script);
    }

    /// <summary>Lets lw_coder's own agent, `mini`, follow a script.</summary>
    public void LetMiniFollow(string script)
    {
        Environment["OPENROUTER_API_KEY"] = "sk-dummy";
        Environment["OPENROUTER_BASE_URL"] = Server.Address(script) + "/v1";
        Environment["OPENROUTER_MODEL"] = "scripted";
    }

    /// <summary>From now on it is another person's machine: an empty home, and a clone of the repository.</summary>
    public async Task MoveToAnotherMachineAsync()
    {
        var clone = _folder["clone"];
        await Repository.GitAsync("clone", "--quiet", Repository.Path, clone);
        var home = new ScratchHome(_folder["other-home"]);
        home.Prepare(Server, "ok");
        Environment["HOME"] = home.Path;
        Repository = new ScratchRepository(clone, Environment);
        await InitialiseAsync();
    }

    /// <summary>Runs `lw_coder code` on the plan with an agent and without a terminal.</summary>
    public Task<ToolRun> CodeAsync(string tool, params string[] more) =>
        RunAsync([.. CodeArguments(tool), "--headless", .. more]);

    public static string[] CodeArguments(string tool) =>
        ["code", "plan.md", "--tool", tool, .. tool == "droid" ? ["--model", ScratchHome.DroidModel] : Array.Empty<string>()];

    /// <summary>Runs the installed lw_coder in the repository, to the end, without a terminal.</summary>
    public Task<ToolRun> RunAsync(params string[] arguments) => RunInAsync(Repository.Path, arguments);

    public async Task<ToolRun> RunInAsync(string folder, params string[] arguments)
    {
        var output = await Limited.RunAsync(await ToolAsync(folder, arguments));
        return new ToolRun(string.Join(' ', arguments), output.ExitCode, output.Output, output.Error);
    }

    /// <summary>Starts the installed lw_coder, for tests that disturb it.</summary>
    public async Task<IRunningProcess> StartAsync(params string[] arguments) =>
        new ProcessRunner().Start(await ToolAsync(Repository.Path, arguments) with { HoldInputOpen = false });

    /// <summary>As a crash of the machine would end it.</summary>
    public async Task KillAsync(IRunningProcess running)
    {
        await RunProgramAsync("/", "kill", "-KILL", $"{running.Id}");
        await running.Exited.WaitAsync(Limited.Patience);
    }

    /// <summary>Starts the installed lw_coder in a terminal.</summary>
    public async Task<TmuxTerminal> OpenAsync(params string[] arguments)
    {
        var tool = await ToolAsync(Repository.Path, arguments);
        return await TmuxTerminal.StartAsync([tool.Program, .. tool.Arguments], Repository.Path, Environment);
    }

    /// <summary>Runs any program with this workbench's environment; `env` finds it on this PATH instead of ours.</summary>
    public Task<ProcessOutput> RunProgramAsync(string folder, string program, params string[] arguments) => Limited.RunAsync(
        new ProcessSpec("env", [program, .. arguments])
        {
            WorkingDirectory = folder,
            ClearEnvironment = true,
            Environment = Set(Environment),
        });

    /// <summary>Containers, running or not, that show something of this repository; none where there is no engine.</summary>
    public async Task<IReadOnlyList<string>> ContainersAsync()
    {
        if (Needs.Missing([Need.Docker]) is not null)
        {
            return [];
        }
        var list = await RunProgramAsync("/", "docker", "ps", "--all", "--no-trunc", "--format", "{{.ID}} {{.Mounts}}");
        list.ExitCode.Should().Be(0, list.Error);
        return [.. list.Output.Split('\n').Where(line => line.Contains(Repository.Path, StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<ProcessSpec> ToolAsync(string folder, string[] arguments)
    {
        var program = await InstalledTool.PathAsync();
        string[] prefix = _user is { } user
            ? ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", program]
            : [program];
        return new ProcessSpec(prefix[0], [.. prefix[1..], .. arguments])
        {
            WorkingDirectory = folder,
            ClearEnvironment = true,
            Environment = Set(Environment),
        };
    }

    private async Task GiveToUserAsync()
    {
        if (_user is { } user)
        {
            var owner = $"{user}:{user}";
            var output = await RunProgramAsync("/", "chown", "--recursive", owner, Home.Path, Repository.Path);
            output.ExitCode.Should().Be(0, output.Error);
        }
    }

    private static Dictionary<string, string?> Set(Dictionary<string, string?> variables) =>
        variables.Where(variable => variable.Value is not null).ToDictionary();
}
