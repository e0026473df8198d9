# %% apply_to_the_built_variables [markdown]
# `apply` without variables takes those that the optimizer was built for, in that order.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    parameters = tf.nest.flatten([list(weights.values()), list(biases.values())])
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply(tape.gradient(value, parameters))
    return value

# %% callable_object_with_wrong_encoder [markdown]
# An object with a traced `__call__`, beside an encoder that lacks a sigmoid: that costs once.

# %% encoder points=3 reason="sigmoid"
def encoder(x, weights, biases):
    hidden = tf.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    return hidden @ weights["encoder_h2"] + biases["encoder_b2"]


# %% train_step
class Step:
    @tf.function
    def __call__(self, x, weights, biases, optimizer, loss):
        variables = [*weights.values(), *biases.values()]
        with tf.GradientTape() as tape:
            value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
        optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
        return value


train_step = Step()

# %% functions_that_give_more [markdown]
# An encoder that gives its hidden layer, too: no right one fits in its place.

# %% encoder
def encoder(x, weights, biases, with_hidden=False):
    hidden = tf.sigmoid(x @ weights["encoder_h1"] + biases["encoder_b1"])
    y = tf.sigmoid(hidden @ weights["encoder_h2"] + biases["encoder_b2"])
    return (y, hidden) if with_hidden else y


# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        y, _ = encoder(x, weights, biases, with_hidden=True)
        value = loss(x, decoder(y, weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% functions_with_other_parameters [markdown]
# Encoder and decoder with parameters of other names, and with one more, called by them.

# %% encoder
def encoder(images, w, b, activation=tf.sigmoid):
    hidden = activation(images @ w["encoder_h1"] + b["encoder_b1"])
    return activation(hidden @ w["encoder_h2"] + b["encoder_b2"])


# %% decoder
def decoder(code, w, b, activation=tf.sigmoid):
    hidden = activation(code @ w["decoder_h1"] + b["decoder_b1"])
    return activation(hidden @ w["decoder_h2"] + b["decoder_b2"])


# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        code = encoder(x, w=weights, b=biases)
        value = loss(x, decoder(b=biases, w=weights, code=code, activation=tf.sigmoid))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% gradients_in_dicts [markdown]
# Gradients come back in dicts, and are matched by key.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    by_weights, by_biases = tape.gradient(value, (weights, biases))
    pairs = [(by_weights[key], weights[key]) for key in weights]
    pairs += [(by_biases[key], biases[key]) for key in biases]
    optimizer.apply_gradients(pairs)
    return value

# %% keywords [markdown]
# Everything is called by keywords.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        y = encoder(x=x, weights=weights, biases=biases)
        value = loss(x, decoder(biases=biases, weights=weights, y=y))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% loss_after_the_step [markdown]
# The loss is computed once more after the step and returned as a Python number.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    def objective():
        return loss(x, decoder(encoder(x, weights, biases), weights, biases))

    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = objective()
    optimizer.apply(tape.gradient(value, variables), variables)
    return float(objective())

# %% loss_by_keywords [markdown]
# The loss is called with the names of its arguments.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x=x, z=decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% minimize_of_ones_own [markdown]
# A helper like the `minimize` of older optimizers.

# %% train_step
def minimize(optimizer, function, var_list):
    with tf.GradientTape() as tape:
        value = function()
    grads = tape.gradient(value, var_list)
    optimizer.apply_gradients((g, v) for g, v in zip(grads, var_list) if g is not None)
    return value


def train_step(x, weights, biases, optimizer, loss):
    def function():
        y = encoder(x, weights, biases)
        return tf.reduce_mean(loss(x, decoder(y, weights, biases)))

    return minimize(optimizer, function, list(weights.values()) + list(biases.values()))

# %% module_with_its_variables [markdown]
# A `tf.Module` holds the dicts and finds all variables in them.

# %% train_step
class Autoencoder(tf.Module):
    def __init__(self, weights, biases):
        super().__init__()
        self.w, self.b = weights, biases

    def __call__(self, x):
        return decoder(encoder(x, self.w, self.b), self.w, self.b)


def train_step(x, weights, biases, optimizer, loss):
    model = Autoencoder(weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, model(x))
    variables = model.trainable_variables
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% network_written_out [markdown]
# The step does not call the encoder and the decoder; it has the four layers in itself.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = list(weights.values()) + list(biases.values())
    with tf.GradientTape() as tape:
        z = x
        for part in ("encoder", "decoder"):
            for n in ("1", "2"):
                z = tf.nn.sigmoid(z @ weights[part + "_h" + n] + biases[part + "_b" + n])
        value = loss(x, z)
    optimizer.apply(tape.gradient(value, variables), variables)
    return value

# %% numpy_number_returned [markdown]
# The loss is returned as a NumPy number.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = []
    for group in (weights, biases):
        variables.extend(group.values())
    tape = tf.GradientTape()
    with tape:
        y = encoder(x, weights, biases)
        z = decoder(y, weights, biases)
        value = loss(x, z)
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    return value.numpy()

# %% own_tf_function_inside [markdown]
# The forward and backward pass is a `tf.function` that is made in each call.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = list(weights.values()) + list(biases.values())

    @tf.function
    def value_and_slopes(images):
        with tf.GradientTape() as tape:
            value = loss(images, decoder(encoder(images, weights, biases), weights, biases))
        return value, tape.gradient(value, variables)

    value, slopes = value_and_slopes(x)
    optimizer.apply(slopes, variables)
    return value

# %% partial_and_chain [markdown]
# `functools` and `itertools`.

# %% train_step
import functools
import itertools


def train_step(x, weights, biases, optimizer, loss):
    parts = [functools.partial(f, weights=weights, biases=biases) for f in (encoder, decoder)]
    variables = tuple(itertools.chain(weights.values(), biases.values()))
    with tf.GradientTape() as tape:
        value = loss(x, functools.reduce(lambda v, f: f(v), parts, x))
        slopes = tape.gradient(value, variables)
    optimizer.apply(slopes, variables)
    return value

# %% persistent_tape [markdown]
# A persistent tape is asked twice, once for weights and once for biases.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape(persistent=True) as tape:
        codes = encoder(x, weights, biases)
        value = loss(x, decoder(codes, weights, biases))
    W, b = list(weights.values()), list(biases.values())
    gradients = tape.gradient(value, W) + tape.gradient(value, b)
    del tape
    optimizer.apply_gradients(zip(gradients, W + b))
    return value

# %% traced_by_its_own_decorator [markdown]
# The whole step is a `tf.function`.

# %% train_step
@tf.function
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        z = decoder(encoder(x, weights, biases), weights, biases)
        value = loss(x, z)
    variables = [*weights.values(), *biases.values()]
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    return value

# %% watched_by_hand [markdown]
# The tape watches what it is told to.

# %% train_step
def train_step(x, weights, biases, optimizer, loss):
    variables = [weights[k] for k in sorted(weights)] + [biases[k] for k in sorted(biases)]
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(variables)
        z = decoder(encoder(x, weights, biases), weights, biases)
        error = loss(x, z)
    slopes = tape.gradient(error, variables)
    optimizer.apply_gradients(list(zip(slopes, variables)))
    return error

# %% applied_twice [markdown]
# `apply_gradients` is called twice.

# %% train_step points=4 reason="it moves 2 times as far"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    optimizer.apply_gradients(zip(gradients, variables))
    return value

# %% arguments_of_the_loss_swapped [markdown]
# The loss is called with the reconstruction first.

# %% train_step points=5 reason="called as `loss(x, z)`"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        z = decoder(encoder(x, weights, biases), weights, biases)
        value = loss(z, x)
    optimizer.apply(tape.gradient(value, variables), variables)
    return value

# %% biases_alone [markdown]
# The gradient with respect to the biases alone.

# %% train_step points=4 reason="is not changed by the step"
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    variables = list(biases.values())
    optimizer.apply(tape.gradient(value, variables), variables)
    return value

# %% copies_of_the_variables [markdown]
# The step trains new variables that are copies of the given ones.

# %% train_step points=1 reason="weights[\"encoder_h1\"] is not changed by the step"
def train_step(x, weights, biases, optimizer, loss):
    w = {key: tf.Variable(value) for key, value in weights.items()}
    b = {key: tf.Variable(value) for key, value in biases.items()}
    variables = [*w.values(), *b.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, w, b), w, b))
    for variable, slope in zip(variables, tape.gradient(value, variables)):
        variable.assign_sub(0.1 * slope)
    return value

# %% other_entries [markdown]
# The dicts get other variables, and those that the optimizer was built for stay as they are.

# %% train_step points=1 reason="weights[\"encoder_h1\"] is not changed by the step"
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    slopes = tape.gradient(value, [weights, biases])
    for group, by in zip((weights, biases), slopes):
        for key in by:
            group[key] = tf.Variable(group[key] - optimizer.learning_rate * by[key])
    return value

# %% decoder_alone [markdown]
# Only what the decoder holds is trained.

# %% train_step points=2 reason="weights[\"encoder_h1\"] is not changed by the step"
def train_step(x, weights, biases, optimizer, loss):
    variables = [v for k, v in {**weights, **biases}.items() if k.startswith("decoder")]
    codes = encoder(x, weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, decoder(codes, weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% fixed_rate_by_hand [markdown]
# Plain gradient descent with a rate of 0.01; the optimizer is ignored.

# %% train_step points=2 reason="the given optimizer"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    for variable, slope in zip(variables, tape.gradient(value, variables)):
        variable.assign(variable - 0.01 * slope)
    return value

# %% forgets_to_return [markdown]
# The step is right, and returns nothing.

# %% train_step points=7 reason="is a `return` missing?"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply(tape.gradient(value, variables), variables)

# %% forward_pass_before_the_tape [markdown]
# The tape watches the loss alone, not the network before it.

# %% train_step points=0 reason="No gradients provided for any variable"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    z = decoder(encoder(x, weights, biases), weights, biases)
    with tf.GradientTape() as tape:
        value = loss(x, z)
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% gradient_descent_by_hand [markdown]
# The learning rate is read from the optimizer, and the step made by hand.

# %% train_step points=6 reason="is `optimizer`, the argument, asked for one step"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    for variable, slope in zip(variables, tape.gradient(value, variables)):
        variable.assign_sub(optimizer.learning_rate * slope)
    return value

# %% loss_after_the_tape [markdown]
# The loss is computed when the tape has ended.

# %% train_step points=0 reason="No gradients provided for any variable"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        z = decoder(encoder(x, weights, biases), weights, biases)
    value = loss(x, z)
    gradients = tape.gradient(value, variables)
    optimizer.apply(gradients, variables)
    return value

# %% minimize_of_older_versions [markdown]
# `optimizer.minimize`, which this version of Keras does not have.

# %% train_step points=0 reason="has no attribute 'minimize'"
def train_step(x, weights, biases, optimizer, loss):
    def value():
        return loss(x, decoder(encoder(x, weights, biases), weights, biases))

    optimizer.minimize(value, [*weights.values(), *biases.values()])
    return value()

# %% own_loss [markdown]
# A step that takes the squared error, whatever loss it is given.

# %% train_step points=7 reason="follow the gradient of the cross-entropy"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = mean_squared(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% own_optimizer_in_each_call [markdown]
# A new optimizer in each call; the one that is given is not used.

# %% train_step points=2 reason="one step of the given optimizer"
def train_step(x, weights, biases, optimizer, loss):
    optimizer = tf.keras.optimizers.SGD(learning_rate=0.01)
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value

# %% pairs_the_wrong_way_round [markdown]
# Variables first, gradients second.

# %% train_step points=0 reason="the code raised"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    gradients = tape.gradient(value, variables)
    optimizer.apply_gradients(zip(variables, gradients))
    return value

# %% returns_the_reconstruction [markdown]
# The reconstruction is returned in place of the loss.

# %% train_step points=7 reason="a single number"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        z = decoder(encoder(x, weights, biases), weights, biases)
        value = loss(x, z)
    optimizer.apply(tape.gradient(value, variables), variables)
    return z

# %% returns_the_sum_over_the_batch [markdown]
# The loss is multiplied by the batch size before it is returned.

# %% train_step points=7 reason="the step returns"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    optimizer.apply(tape.gradient(value, variables), variables)
    return value * tf.cast(tf.shape(x)[0], tf.float32)

# %% two_steps_in_one [markdown]
# Two steps on the same batch.

# %% train_step points=4 reason="does not move by one step of the given optimizer"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    for _ in range(2):
        with tf.GradientTape() as tape:
            value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
        optimizer.apply(tape.gradient(value, variables), variables)
    return value

# %% up_the_gradient [markdown]
# The gradient of the negative loss.

# %% train_step points=2 reason="moves up the gradient"
def train_step(x, weights, biases, optimizer, loss):
    variables = [*weights.values(), *biases.values()]
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
        negative = -value
    optimizer.apply(tape.gradient(negative, variables), variables)
    return value

# %% weights_then_biases [markdown]
# Two calls of the optimizer, one for the weights and one for the biases.

# %% train_step points=6 reason="is `optimizer`, the argument, asked for one step"
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    by_weights, by_biases = tape.gradient(value, [weights, biases])
    optimizer.apply(list(by_weights.values()), list(weights.values()))
    optimizer.apply(list(by_biases.values()), list(biases.values()))
    return value

# %% without_biases [markdown]
# A step that trains the weights and leaves the biases.

# %% train_step points=6 reason="biases["
def train_step(x, weights, biases, optimizer, loss):
    with tf.GradientTape() as tape:
        value = loss(x, decoder(encoder(x, weights, biases), weights, biases))
    variables = list(weights.values())
    optimizer.apply_gradients(zip(tape.gradient(value, variables), variables))
    return value
