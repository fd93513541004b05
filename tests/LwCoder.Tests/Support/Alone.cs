namespace LwCoder.Tests.Support;

/// <summary>For what would measure the neighbours, too: nothing else of this process runs at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
