using System.Globalization;
using System.Text;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Adapters;

/// <summary>
/// Lays a signature out as messages and reads the answer back. The system message holds the task, the fields and the
/// constraints; demos follow as turns; the last message holds the inputs, as marked sections of plain text. Adapters differ
/// in how the answer is written.
/// </summary>
public abstract class Adapter
{
    /// <summary>One JSON object; held to a schema where the model can be.</summary>
    public static Adapter Json { get; } = new JsonAdapter();

    /// <summary>Marked sections of plain text: nothing to escape, so the better one for long texts and small models.</summary>
    public static Adapter Sections { get; } = new SectionAdapter();

    /// <summary>A short name for logs.</summary>
    public abstract string Name { get; }

    /// <summary>How the model should answer, for the system message.</summary>
    protected abstract string Explain(Signature signature);

    /// <summary>Outputs as the model should write them; used for demos.</summary>
    public abstract string WriteOutputs(Signature signature, FieldValues outputs);

    /// <summary>The reminder at the end of the last message.</summary>
    protected abstract string Remind(Signature signature);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="FieldException">It does not say what was asked; the message tells the model how to mend it.</exception>
    public abstract FieldValues ReadOutputs(Signature signature, string text);

    /// <summary>The format the model is held to; null where only the prompt asks for it.</summary>
    public virtual ChatResponseFormat? ResponseFormat(Signature signature, ModelProfile profile) => null;

    /// <summary>The conversation to send.</summary>
    public IReadOnlyList<ChatMessage> Format(PromptInput prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        var messages = new List<ChatMessage> { new(ChatRole.System, System(prompt)) };
        foreach (var demo in prompt.Demos)
        {
            messages.Add(new ChatMessage(ChatRole.User, SectionText.Write(prompt.Signature.Inputs, demo.Inputs)));
            messages.Add(new ChatMessage(ChatRole.Assistant, WriteOutputs(prompt.Signature, demo.Outputs)));
        }
        messages.Add(new ChatMessage(ChatRole.User, User(prompt)));
        return messages;
    }

    /// <summary>The turn that shows a model its own answer and what is wrong with it.</summary>
    public IReadOnlyList<ChatMessage> FormatRepair(Signature signature, string answer, string problem) =>
    [
        new(ChatRole.Assistant, answer),
        new(ChatRole.User, $"That answer cannot be used. {problem}\n\nAnswer again, in full. {Remind(signature)}"),
    ];

    private string System(PromptInput prompt)
    {
        var signature = prompt.Signature;
        var text = new StringBuilder(signature.Instructions).Append("\n\n");
        if (signature.Inputs.Count > 0)
        {
            AppendFields(text, "You are given:", signature.Inputs);
        }
        AppendFields(text, "You answer with:", signature.Outputs);
        if (prompt.Constraints.Count > 0)
        {
            text.Append("Every answer must satisfy:\n");
            foreach (var constraint in prompt.Constraints)
            {
                text.Append(CultureInfo.InvariantCulture, $"- {constraint}\n");
            }
            text.Append('\n');
        }
        return text.Append(Explain(signature)).ToString();
    }

    private string User(PromptInput prompt)
    {
        var inputs = SectionText.Write(prompt.Signature.Inputs, prompt.Inputs);
        var advice = prompt.Advice is null ? "" : $"From an earlier try:\n{prompt.Advice}\n\n";
        return $"{inputs}{(inputs.Length > 0 ? "\n\n" : "")}{advice}{Remind(prompt.Signature)}";
    }

    private static void AppendFields(StringBuilder text, string title, IReadOnlyList<Field> fields)
    {
        text.Append(title).Append('\n');
        foreach (var field in fields)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"- {field}{(field.Description is null ? "" : $". {field.Description}")}\n");
        }
        text.Append('\n');
    }
}
