using LwCoder.Agents;
using LwCoder.Configuration;
using LwCoder.Models;

namespace LwCoder.Tests.Support;

/// <summary>lw_coder in a test: another folder, another home, no terminal, and what it printed.</summary>
internal sealed class TestServices(string workingDirectory, string home) : Services
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public override TextWriter Out => _out;
    public override TextWriter Error => _error;
    public override bool OutIsTerminal => FailWith is null ? false : throw FailWith;
    public override bool ErrorIsTerminal => false;
    public override bool HasTerminal => Answer is not null;
    public override string WorkingDirectory => workingDirectory;
    public override CancellationToken Cancelled => Cancellation.Token;
    public override IReadOnlyDictionary<string, string> Environment => Variables;

    public IAgent? Agent { get; init; }

    /// <summary>A clock of the test's own; null: the system's.</summary>
    public TimeProvider? Clock { get; init; }

    public override TimeProvider Time => Clock ?? base.Time;

    /// <summary>The person at the terminal: gets the question, says yes or no. Null: there is none.</summary>
    public Func<string, bool>? Answer { get; init; }

    public override bool Ask(string question) => Answer!(question);

    /// <summary>A bug that commands run into which want to know what stdout is.</summary>
    public Exception? FailWith { get; init; }

    public CancellationTokenSource Cancellation { get; init; } = new();

    public Dictionary<string, string> Variables { get; } = new()
    {
        ["HOME"] = home,
        ["USERPROFILE"] = home,
        ["PATH"] = System.Environment.GetEnvironmentVariable("PATH") ?? "",
    };

    public string Printed => _out.ToString();

    public string Narrated => _error.ToString();

    /// <summary>The models lw_coder asks; null: those that the variables and files of the test set up.</summary>
    public ILanguageModels? Models { get; init; }

    public override ILanguageModels? GivenModels => Models;

    public override IAgent FindAgent(string tool) => Agent ?? base.FindAgent(tool);

    public Task<int> RunAsync(params string[] arguments) => Cli.RunAsync(arguments, this);
}
