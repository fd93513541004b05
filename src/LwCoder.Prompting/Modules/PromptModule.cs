using System.Diagnostics.CodeAnalysis;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Modules;

/// <summary>
/// Something that turns inputs into a prediction by asking models: one predictor, or a program of several. Immutable
/// and safe for parallel use. Derive from it to compose your own; pass <see cref="CallOptions"/> on to what is inside.
/// </summary>
public abstract class PromptModule
{
    /// <summary>What goes in and comes out.</summary>
    public abstract Signature Signature { get; }

    /// <summary>The predictors inside, in order of use; their names are unique. What is optimized, saved and loaded.</summary>
    public abstract IReadOnlyList<Predict> Predictors { get; }

    /// <summary>The same module with its predictors replaced, as loading a program does.</summary>
    public abstract PromptModule Replace(Func<Predict, Predict> change);

    /// <summary>Answers.</summary>
    /// <param name="inputs">One value for each input of <see cref="Signature"/>.</param>
    /// <param name="options">Changes for this run; null: none.</param>
    /// <param name="cancel">Ends the calls under way.</param>
    /// <exception cref="FieldException">The inputs do not fit the signature.</exception>
    /// <exception cref="Adapters.AnswerException">The model did not give the answer asked for, also when shown its
    /// mistake.</exception>
    /// <exception cref="AssertionException">The answer breaks a required rule.</exception>
    /// <exception cref="Models.ModelException">The model gave no answer.</exception>
    /// <exception cref="Budgets.BudgetException">A call did not fit the budget.</exception>
    public abstract Task<Prediction> RunAsync(
        FieldValues inputs, CallOptions? options = null, CancellationToken cancel = default);

    /// <summary>The module with records for inputs and answer.</summary>
    /// <exception cref="ArgumentException">The records' fields are not the signature's.</exception>
    public Typed<TIn, TOut> Typed<
        [DynamicallyAccessedMembers(RecordShape.Members)] TIn,
        [DynamicallyAccessedMembers(RecordShape.Members)] TOut>() => new(this);
}
