namespace LwCoder.Training.Reading;

/// <summary>Why a sample cannot be learnt from: which of its files, and what is wrong with it.</summary>
internal sealed class SampleProblem(string file, string what)
    : UserError($"{file}: {what}", "put the file right, or make the sample again with `lw_coder eval`");
