using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers.Mipro;

/// <summary>What the proposing model is asked.</summary>
internal static class ProposalSignatures
{
    public static Signature Observe { get; } = new("observe_examples",
        "Read examples of a task and write down what is true of the whole data set: its subject, form, length, language, and "
        + "what answers have in common. Keep what is known already and add what is new. Name no single example.",
        [Field.String("known", "what was observed so far; empty at the start"), Field.String("examples", "a few more examples")],
        [Field.String("observations", "all observations, old and new, a line each"),
            Field.Bool("is_complete", "true if these examples showed nothing new")]);

    public static Signature Summarise { get; } = new("summarise_data",
        "Summarise observations about a data set in two or three sentences.",
        [Field.String("observations")], [Field.String("summary")]);

    public static Signature Describe { get; } = new("describe_program",
        "Say in a few sentences what a program of language model calls is for and how its parts work together.",
        [Field.String("parts", "each part with its instruction and what it is given and answers"),
            Field.String("data", "what is known of its data; may be empty")],
        [Field.String("description")]);

    public static Signature Propose { get; } = new("propose_instruction",
        "Write a better instruction for one part of a program of language model calls. A model will read it with each input, "
        + "and nothing else of what you see here, so everything it needs to know has to be in it. It holds for all inputs: do "
        + "not copy single examples or their answers into it. Keep every placeholder in braces that the present instruction has.",
        [Field.String("program", "what the program is for; may be empty"),
            Field.String("data", "what is known of the data; may be empty"),
            Field.String("part", "what this part is given and answers, and what must stay"),
            Field.String("examples", "good runs of this part; may be empty"),
            Field.String("current_instruction", "the instruction there is"),
            Field.String("tip", "advice for this proposal; may be empty")],
        [Field.String("instruction", "the new instruction, and nothing else")]);
}
