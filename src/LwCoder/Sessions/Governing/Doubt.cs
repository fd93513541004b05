namespace LwCoder.Sessions.Governing;

/// <summary>What is remembered of a suspicion between two looks at the files.</summary>
internal sealed class Doubt
{
    /// <summary>How many calls the conversation had when the files were last looked at.</summary>
    public long Calls { get; private set; }

    /// <summary>The files at that time; null when that could not be told.</summary>
    public WorktreeLook? Files { get; private set; }

    /// <summary>The agent was told that it goes in circles.</summary>
    public bool IsTold { get; private set; }

    public void Remember(long calls, WorktreeLook? files, bool isTold) => (Calls, Files, IsTold) = (calls, files, isTold);
}
