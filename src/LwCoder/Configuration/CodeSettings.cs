namespace LwCoder.Configuration;

/// <summary>`[code]` of a repository, and what of it a user may prefer for all repositories in `[defaults]`.</summary>
internal static class CodeSettings
{
    /// <summary>What may be forwarded to an agent without anyone being asked.</summary>
    public const string HarmlessPrefix = "OPENROUTER_";

    public const string Table = "code";

    public static readonly Setting<string> Tool = Personal(
        "tool",
        SettingTypes.OneOf(
            ["droid", "claude-code", "mini"], aliases: new Dictionary<string, string> { ["claude-code-cli"] = "claude-code" }),
        "claude-code",
        "The coding agent.");

    public static readonly Setting<string?> Model = Personal<string?>(
        "model", SettingTypes.Name("a model's name", "sonnet", "._:/@+[]-"), null,
        "The model, as the agent calls it. Unset: the agent's own choice.");

    public static readonly Setting<string?> Prompts = Personal<string?>(
        "prompts", SettingTypes.OneOf("generated", "active")!, null,
        "The active prompts as they are, or ones a language model writes from them for each plan. "
        + "Unset: generated for droid if a model is configured, else active.");

    public static readonly Setting<string> Sandbox = Personal(
        "sandbox", SettingTypes.OneOf("docker", "host"), "docker",
        "Where the agent runs.",
        warning: (sandbox, origin) => sandbox == "host" && origin == SettingOrigin.Repository
            ? "this repository's config.toml, not you, chose to run the agent on this machine outside a container"
            : null);

    public static readonly Setting<string?> Network = Personal<string?>(
        "network", SettingTypes.Name("a docker network", "none", "_.:-"), null,
        "The docker network of the session and of image builds. Unset: docker's default.");

    public static readonly Setting<string?> Memory = Personal<string?>(
        "memory", SettingTypes.Text("a size such as \"512m\" or \"4g\"", "4g", IsMemorySize), null,
        "The container's memory limit. Unset: none.");

    public static readonly Setting<int?> Pids = Personal<int?>(
        "pids", SettingTypes.Count, null,
        "The highest number of processes in the container. Unset: docker's default.");

    public static readonly Setting<TimeSpan> IdleTimeout = Personal(
        "idle_timeout", SettingTypes.Duration, TimeSpan.FromMinutes(10),
        "How long a headless session may print nothing while no tool call is open.");

    public static readonly Setting<TimeSpan> SessionTimeout = Personal(
        "session_timeout", SettingTypes.Duration, TimeSpan.FromHours(2),
        "How long a headless session may take in all.");

    public static readonly Setting<bool> Headless = Personal(
        "headless", SettingTypes.Flag, false,
        "Whether the agent works without a person even in a terminal.");

    public static readonly Setting<int?> MaxSteps = Personal<int?>(
        "max_steps", SettingTypes.Count, 150,
        "How many answers of its model `mini` may use up.");

    public static readonly Setting<int?> MaxCost = Personal<int?>(
        "max_cost", SettingTypes.Count, 10,
        "How many US dollars `mini` may spend, where the provider says what an answer cost.");

    public static readonly Setting<string?> CacheSync = Personal<string?>(
        "cache_sync",
        SettingTypes.Text("a size such as \"500MB\", or \"off\"", "off", text => SizeOf(text) is not null),
        "500MB",
        "How much of your [cache](commands.md#cache), newest first, the agent gets a copy of; off also brings nothing back.",
        risks: (size, own) => SizeOf(size!) > SizeOf(own!) ? [size!] : []);

    public static readonly Setting<IReadOnlyList<string>> ForwardEnv = new(
        "forward_env", SettingTypes.TextList, [HarmlessPrefix + "*"],
        "Patterns (`*`, `?`) of the environment variables the agent gets, beside its own credentials.")
    {
        RepositoryTable = Table,
        HomeTable = SettingsSchema.Defaults,
        Risks = (globs, own) =>
            [.. globs.Where(glob => !glob.StartsWith(HarmlessPrefix, StringComparison.Ordinal) && !own.Contains(glob))],
        Warning = (globs, _) => globs.FirstOrDefault(glob => glob.Trim('*', '?').Length == 0) is { } everything
            ? $"forward_env has {SafeText.Quote(everything)}: every variable you have, secrets too, reaches the agent"
            : null,
    };

    public static readonly Setting<string?> EnvFile = new(
        "env_file",
        SettingTypes.Text("a path inside the repository", ".env", path => path.Length > 0 && !path.Contains('\0')),
        null,
        "A file of `NAME=value` lines, relative to the repository, whose variables `forward_env` selects from too.")
    { RepositoryTable = Table };

    public static readonly Setting<IReadOnlyList<string>> DockerBuildArgs = new(
        "docker_build_args", SettingTypes.TextList, [],
        "More arguments for `docker build`, word by word.")
    { RepositoryTable = Table, Risks = (words, _) => words };

    public static readonly Setting<IReadOnlyList<string>> DockerRunArgs = new(
        "docker_run_args", SettingTypes.TextList, [],
        "More arguments for `docker run`, word by word.")
    { RepositoryTable = Table, Risks = (words, _) => words };

    public static readonly Setting<string> Git = new(
        "git", SettingTypes.OneOf("private", "shared"), "private",
        "The git directory the agent's container gets: one of its own, or this repository's.")
    {
        RepositoryTable = Table,
        Warning = (git, _) => git == "shared"
            ? "git = \"shared\" lets the agent write this repository's .git, and so run commands on this machine through hooks"
            : null,
    };

    public static IReadOnlyList<Setting> All { get; } =
    [
        Tool, Model, Prompts, Sandbox, Network, Memory, Pids, IdleTimeout, SessionTimeout, Headless,
        MaxSteps, MaxCost, CacheSync,
        ForwardEnv, EnvFile, DockerBuildArgs, DockerRunArgs, Git,
    ];

    /// <summary>One that a user may also prefer for all repositories, or for one command by a variable.</summary>
    private static Setting<T> Personal<T>(
        string name, SettingType<T> type, T builtIn, string documentation,
        Func<T, SettingOrigin, string?>? warning = null, Func<T, T, IReadOnlyList<string>>? risks = null) =>
        new(name, type, builtIn, documentation)
        {
            RepositoryTable = Table,
            HomeTable = SettingsSchema.Defaults,
            HasVariable = true,
            Warning = warning ?? ((_, _) => null),
            Risks = risks ?? ((_, _) => []),
        };

    /// <summary>Bytes of <see cref="CacheSync"/>, 0 for off; null for what is no size.</summary>
    public static long? SizeOf(string text) => text == "off" ? 0 : ByteSize.TryParse(text);

    /// <summary>As `docker run --memory` takes it.</summary>
    private static bool IsMemorySize(string text) =>
        text.TrimEnd('b', 'k', 'm', 'g', 'B', 'K', 'M', 'G') is { Length: > 0 } digits
        && text.Length - digits.Length <= 1
        && digits.All(char.IsAsciiDigit);
}
