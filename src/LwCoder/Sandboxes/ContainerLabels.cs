using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes;

/// <summary>The labels of our containers and images, by which they are found again.</summary>
internal static class ContainerLabels
{
    /// <summary>The run's name.</summary>
    public const string Run = "lw_coder.run";

    /// <summary>A <see cref="ProcessIdentity"/>.</summary>
    public const string Owner = "lw_coder.owner";

    /// <summary>On images: the repository whose code.Dockerfile made it.</summary>
    public const string Repository = "lw_coder.repository";
}
