using LwCoder.Evaluation.Feedback;
using LwCoder.Sessions;

namespace LwCoder.Commands.Eval;

/// <param name="Plan">A file, a plan's id, or a file name in tasks; null with <paramref name="All"/>.</param>
/// <param name="All">Every implemented plan.</param>
/// <param name="Feedback">A person's words, or a file with them.</param>
/// <param name="Talk">An agent helps the person to find the words.</param>
/// <param name="Threshold">0 to 1; null: no score is too low.</param>
/// <param name="Session">What is not said is taken from the plan's newest run, so that tests run where its agent did.</param>
internal sealed record EvalOptions(
    string? Plan, bool All, string? Feedback, HumanVerdict? Verdict, bool Talk, string? JudgeModel, int Repeat, bool Force,
    double? Threshold, bool RequireTests, SessionChoices Session, bool Json);
