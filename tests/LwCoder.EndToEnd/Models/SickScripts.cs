namespace LwCoder.EndToEnd.Models;

/// <summary>Sessions that go wrong, under the name of what is wrong with them, until they are told so.</summary>
internal static class SickScripts
{
    /// <summary>In no pattern, or it would be a cycle.</summary>
    private static readonly int[] Pages =
        [1, 2, 3, 4, 5, 1, 3, 2, 5, 4, 2, 1, 4, 3, 5, 1, 5, 2, 4, 3, 2, 5, 1, 3, 4, 5, 2, 3, 1, 4];

    private static readonly Dictionary<string, Func<int, Step>> Scripts = new()
    {
        ["infinite_retry"] = _ => Step.Shell("make nothing"),
        ["context_exhaustion"] = turn => Step.Shell($"head -n {Pages[turn % Pages.Length]} README.md"),
        ["scope_creep"] = turn => turn < 16 ? Step.Write($"feature{turn}.txt", "more\n") : Look(turn),
        ["stuck_on_approval"] = turn => turn switch
        {
            0 => Step.Shell("ls") with { Words = "I look around." },
            1 => Step.Shell("pwd") with { Words = "I see." },
            _ => Step.Say("May I proceed?"),
        },
        ["model_confusion"] = turn => turn switch
        {
            0 => Step.Write("a.txt", "one\n"),
            > 6 => Look(turn),
            _ when turn % 2 == 1 => Step.Replace("a.txt", "one", "two"),
            _ => Step.Replace("a.txt", "two", "one"),
        },
    };

    /// <summary>Two calls in turn: of one alone droid would stop itself, perhaps before anybody else ends it.</summary>
    private static Step Look(int turn) => Step.Shell(turn % 2 == 0 ? "git log --oneline" : "git branch --list");

    public static Func<int, Step>? Find(string script) => Scripts.GetValueOrDefault(script);

    /// <summary>It is the session after.</summary>
    public static bool IsTold(Conversation conversation) =>
        conversation.UserTexts.Any(text => text.Contains("# Recovery of session", StringComparison.Ordinal));
}
