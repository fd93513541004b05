namespace LwCoder.Tests.Support;

/// <summary>The cases of a <see cref="UnixFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute() => Skip = new UnixFactAttribute().Skip!;
}
