using System.Globalization;
using LwCoder.Prompting.Optimizers.FewShot;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Optimizers.Mipro;

namespace LwCoder.Benchmarks.Optimizers.Sim;

/// <summary>What the benchmark is asked to run.</summary>
internal sealed record SimSettings
{
    public Uri? Server { get; init; }

    public IReadOnlyList<string> Worlds { get; init; } = ["w1", "w2", "w3", "h1", "d1", "d2"];

    public int Seeds { get; init; } = 24;

    public int Budget { get; init; } = 3000;

    public bool IsTwo { get; init; }

    /// <summary>Runs at a time.</summary>
    public int RunsAtOnce { get; init; } = Environment.ProcessorCount;

    /// <summary>Examples at a time within a run.</summary>
    public int Parallelism { get; init; } = 1;

    public string? Out { get; init; }

    /// <summary>A folder of the reference's results, to print ours beside.</summary>
    public string? Compare { get; init; }

    /// <summary>Result files to compare; none: those just written.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];

    /// <summary>gepa, mipro or bootstrap.</summary>
    public string Optimizer { get; init; } = "gepa";

    public GepaOptions Options { get; init; } = new();

    public MiproOptions Mipro { get; init; } = new() { IsGrounded = false };

    /// <summary>In a line.</summary>
    public string Said => Optimizer switch
    {
        "gepa" => Options.ToString(), "mipro" => Mipro.ToString(), _ => new BootstrapFewShot().Settings,
    };

    /// <exception cref="FormatException">A flag nobody knows, or without a value.</exception>
    public static SimSettings Parse(IReadOnlyList<string> arguments)
    {
        var settings = new SimSettings();
        for (var index = 0; index < arguments.Count; index += 2)
        {
            if (!arguments[index].StartsWith("--", StringComparison.Ordinal))
            {
                settings = settings with { Files = [.. settings.Files, arguments[index--]] };
                continue;
            }
            settings = index + 1 < arguments.Count
                ? settings.With(arguments[index], arguments[index + 1])
                : throw new FormatException($"{arguments[index]} needs a value");
        }
        return settings is { Server: not null, Optimizer: not "gepa" }
            ? throw new FormatException($"the server's oracle knows no demos: run {settings.Optimizer} without --server")
            : settings;
    }

    private SimSettings With(string flag, string value) => flag switch
    {
        "--server" => this with { Server = new Uri(value) },
        "--worlds" => this with { Worlds = value.Split(',') },
        "--seeds" => this with { Seeds = Number(value) },
        "--budget" => this with { Budget = Number(value) },
        "--variant" => this with { IsTwo = value == "two" },
        "--runs-at-once" => this with { RunsAtOnce = Number(value) },
        "--parallelism" => this with { Parallelism = Number(value) },
        "--out" => this with { Out = value },
        "--compare" => this with { Compare = value },
        "--optimizer" => this with
        {
            Optimizer = value is "gepa" or "mipro" or "bootstrap"
                ? value : throw new FormatException($"there is no optimizer {value}; there are gepa, mipro, bootstrap"),
        },
        "--candidates" => this with { Mipro = Mipro with { Candidates = Number(value) } },
        "--selector" => this with { Options = Options with { Parents = Selector(value) } },
        "--minibatch" => this with { Options = Options with { Minibatch = Number(value) } },
        "--persistence" => this with { Options = Options with { Persistence = Number(value) } },
        "--merges" => this with { Options = Options with { MaxMerges = Number(value) } },
        "--components" => this with
        {
            Options = Options with { Components = Enum.Parse<ComponentChoice>(value, ignoreCase: true) },
        },
        _ => throw new FormatException($"there is no {flag}"),
    };

    private static ParentSelection Selector(string name) => name switch
    {
        "default" or "top_k_pareto" => ParentSelection.TopKPareto(),
        "pareto" => ParentSelection.Pareto,
        "current_best" => ParentSelection.CurrentBest,
        "epsilon_greedy" => ParentSelection.EpsilonGreedy(),
        _ => throw new FormatException(
            $"there is no selector {name}; there are top_k_pareto, pareto, current_best, epsilon_greedy"),
    };

    private static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
