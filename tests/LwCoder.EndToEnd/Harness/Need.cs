namespace LwCoder.EndToEnd.Harness;

/// <summary>What a test may need from the machine besides .NET and git.</summary>
internal enum Need
{
    /// <summary>A Docker engine on Linux, whose containers can use the host's network.</summary>
    Docker,
    /// <summary>The real Claude Code on the host.</summary>
    Claude,
    /// <summary>The real droid on the host.</summary>
    Droid,
    Tmux,
    /// <summary>bash, zsh and fish.</summary>
    Shells,
    Bwrap,
    Node,
    Pytest,
    /// <summary>A MariaDB server to start, and its client library.</summary>
    MariaDb,
    /// <summary>The right to become another user.</summary>
    Root,
}
