using LwCoder.Prompting.Optimizers;
using LwCoder.Prompting.Optimizers.FewShot;
using LwCoder.Prompting.Optimizers.Gepa;
using LwCoder.Prompting.Optimizers.Mipro;
using Microsoft.Extensions.AI;

namespace LwCoder.Optimization.Compiling;

/// <summary>The optimizers by the names users give them.</summary>
internal static class Optimizers
{
    public static readonly IReadOnlyList<string> Names = ["gepa", "mipro", "bootstrap"];

    /// <summary>Where a prompt has no place for examples, an optimizer that only finds some has nothing to do.</summary>
    public static readonly IReadOnlyList<string> WithoutDemos = ["gepa", "mipro"];

    /// <param name="writer">The model that writes new texts.</param>
    /// <param name="threshold">What a run must be worth to become a demo; null where there are no demos.</param>
    /// <param name="minibatch">Training examples that GEPA tries a change on.</param>
    public static IPromptOptimizer Create(string name, IChatClient writer, double? threshold, int minibatch = 3)
    {
        // Labels say what is right, and not how one comes to know: only answers that were right are shown.
        var demos = new DemoSettings { MaxBootstrapped = threshold is null ? 0 : 4, MaxLabeled = 0, Threshold = threshold ?? 1 };
        return name switch
        {
            "mipro" => new MiproV2(writer, new() { Demos = demos, IsZeroShot = threshold is null }),
            "bootstrap" => new BootstrapFewShot(demos),
            _ => new Gepa(writer, new GepaOptions { Minibatch = minibatch }),
        };
    }
}
