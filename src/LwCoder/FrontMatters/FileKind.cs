namespace LwCoder.FrontMatters;

/// <summary>What a file with front matter is, for messages.</summary>
/// <param name="Noun">As in "the plan has no front matter".</param>
/// <param name="Keys">What stands between the fences, as in "weight and model".</param>
internal sealed record FileKind(string Noun, string Keys);
