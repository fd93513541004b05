namespace LwCoder.Prompting.Optimizers;

/// <summary>An optimization cannot be started or continued as asked; the message says what to change.</summary>
public sealed class OptimizerException : Exception
{
    /// <summary>It cannot be done.</summary>
    public OptimizerException(string message, Exception? inner = null) : base(message, inner)
    {
    }
}
