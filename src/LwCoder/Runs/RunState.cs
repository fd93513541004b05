namespace LwCoder.Runs;

/// <summary>How far a run has come. A killed run is left in the state it had reached.</summary>
internal enum RunState
{
    Created,
    WorktreeReady,
    PromptsReady,
    SandboxReady,
    Running,
    Collecting,
    Finished,
}
