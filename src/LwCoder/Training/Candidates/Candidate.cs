using LwCoder.Prompts;

namespace LwCoder.Training.Candidates;

/// <summary>A prompt set that `train` or `optimize prompts` proposed.</summary>
/// <param name="Origin">Null when its ANALYSIS.md is missing or was rewritten.</param>
internal sealed record Candidate(CandidateName Name, string Folder, PromptSet Set, CandidateOrigin? Origin, string Analysis);
