namespace LwCoder.Prompting.Optimizers.Gepa;

/// <summary>Where an example is from: equal positions of different sets are different examples.</summary>
internal enum ExampleSet
{
    Train,
    Dev,
}
