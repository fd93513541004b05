namespace LwCoder.Telemetry.Schema;

/// <summary>Short ways to write a column, so that a table's definition reads like one.</summary>
internal static class Columns
{
    public static Column Varchar(string name, int length) => new(name, new ColumnType.Varchar(length));

    public static Column Char(string name, int length) => new(name, new ColumnType.Char(length));

    public static Column Text(string name) => new(name, new ColumnType.Text());

    public static Column Int(string name) => new(name, new ColumnType.Int());

    public static Column BigInt(string name) => new(name, new ColumnType.BigInt());

    public static Column Real(string name) => new(name, new ColumnType.Real());

    public static Column Money(string name, int precision = 10, int scale = 6) =>
        new(name, new ColumnType.Money(precision, scale));

    public static Column Flag(string name, bool standard) => new(name, new ColumnType.Flag(), false, standard ? 1L : 0L);

    public static Column Moment(string name) => new(name, new ColumnType.Moment());

    public static Column Word(string name, params string[] words) => new(name, new ColumnType.Word(words));

    public static Column Serial(string name) => new(name, new ColumnType.Serial(), false);

    /// <summary>Never null, and always told.</summary>
    public static Column Required(this Column column) => column with { IsNullable = false };

    /// <summary>Never null; <paramref name="standard"/> stands for what is not known.</summary>
    public static Column Or(this Column column, object standard) => column with { IsNullable = false, Default = standard };

    public static Column Keeping(this Column column, MergeRule rule) => column with { Merge = rule };

    public static Column Exact(this Column column) => column with { IsExact = true };
}
