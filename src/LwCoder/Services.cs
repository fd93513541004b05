namespace LwCoder;

/// <summary>Everything a command can ask for, composed by hand and made when first asked for.</summary>
internal class Services
{
    /// <summary>Answers only.</summary>
    public virtual TextWriter Out => Console.Out;

    /// <summary>Narration, warnings and errors.</summary>
    public virtual TextWriter Error => Console.Error;
}
