namespace LwCoder.Telemetry.Schema;

/// <summary>
/// A step of the schema. What is only new (tables, columns, indexes, wider text) needs no statements: after them the
/// database is brought to <see cref="StoreSchema"/>.
/// </summary>
/// <param name="Statements">What <see cref="SchemaReconciler"/> cannot see: data to move or to fill in.</param>
internal sealed record Migration(int Number, string Name, params string[] Statements)
{
    public static IReadOnlyList<Migration> All { get; } =
    [
        new(1, "the store as of the first release with telemetry"),
        new(2, "texts of earlier databases hold every character"),
    ];

    public static int Newest => All[^1].Number;
}
