using System.Text.Json.Serialization;

namespace LwCoder.Runs;

/// <summary>How far a run has come. A killed run is left in the state it had reached.</summary>
internal enum RunState
{
    [JsonStringEnumMemberName("worktree_ready")]
    WorktreeReady,

    [JsonStringEnumMemberName("prompts_ready")]
    PromptsReady,

    [JsonStringEnumMemberName("sandbox_ready")]
    SandboxReady,

    [JsonStringEnumMemberName("running")]
    Running,

    [JsonStringEnumMemberName("collecting")]
    Collecting,

    [JsonStringEnumMemberName("finished")]
    Finished,
}
