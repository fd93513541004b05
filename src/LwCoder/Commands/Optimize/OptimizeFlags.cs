using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Optimization.Compiling;

namespace LwCoder.Commands.Optimize;

/// <summary>The flags of every kind of optimization.</summary>
/// <param name="usualCalls">Metric calls where the user does not say.</param>
/// <param name="calls">What users are to think of as metric calls.</param>
internal sealed class OptimizeFlags(int usualCalls = 300, string calls = "metric calls of each prompt")
{
    private const decimal LeastCost = 2;
    private const decimal MostCost = 20;

    private readonly Option<string?> _optimizer = SessionFlags.Choice("--optimizer", "", "optimizer");

    private readonly Option<int> _calls = NumberOption.Create(
        "--budget-calls", $"The most {calls}, 10 to 100000.", usualCalls, 10, 100_000);

    private readonly Option<decimal> _cost = new("--max-cost")
    {
        Description = "The most US dollars for everything together, 2 to 20; 5 by default.",
        HelpName = "usd",
        DefaultValueFactory = _ => new OptimizeOptions { Target = default }.MaxCost,
        CustomParser = text =>
        {
            if (decimal.TryParse(
                text.Tokens[^1].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var cost)
                && cost is >= LeastCost and <= MostCost)
            {
                return cost;
            }
            text.AddError("--max-cost takes US dollars from 2 to 20.");
            return LeastCost;
        },
    };

    private readonly Option<int> _seed =
        NumberOption.Create("--seed", "Another number is another split of the examples and another search.", 0, 0, int.MaxValue);

    private readonly Option<string?> _writer =
        SessionFlags.Choice("--writer", "The model that writes new prompts; the configured one by default.", "model");

    private readonly Option<string?> _model =
        SessionFlags.Choice("--model", "The model that answers with the prompt; the configured one by default.", "model");

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object on stdout." };

    /// <param name="hasDemos">Whether a prompt can show examples, which some optimizers do nothing but find.</param>
    public void AddTo(Command command, bool hasDemos = true)
    {
        var names = hasDemos ? Optimizers.Names : Optimizers.WithoutDemos;
        _optimizer.CompletionSources.Add([.. names]);
        _optimizer.Description = hasDemos ? "gepa (the default), mipro or bootstrap." : "gepa (the default) or mipro.";
        foreach (var flag in new Option[] { _optimizer, _calls, _cost, _seed, _writer, _json })
        {
            command.Add(flag);
        }
        command.Require(result =>
        {
            if (result.GetValue(_optimizer) is { } word && !names.Contains(word))
            {
                result.AddError($"--optimizer takes {string.Join(", ", names)}." + (Optimizers.Names.Contains(word)
                    ? $" {word} collects examples to show to a model, and this prompt has no place for them."
                    : ""));
            }
        });
    }

    public void AddModelTo(Command command) => command.Add(_model);

    public OptimizeOptions Read(ParseResult parsed, OptimizeTarget target) => new()
    {
        Target = target,
        Optimizer = parsed.GetValue(_optimizer) ?? Optimizers.Names[0],
        BudgetCalls = parsed.GetValue(_calls),
        MaxCost = parsed.GetValue(_cost),
        Seed = parsed.GetValue(_seed),
        Model = target is OptimizeTarget.Recovery or OptimizeTarget.Prompts ? null : parsed.GetValue(_model),
        Writer = parsed.GetValue(_writer),
        Json = parsed.GetValue(_json),
    };

    public bool IsMaxCostGiven(ParseResult parsed) => parsed.GetResult(_cost) is { Implicit: false };
}
