# %% model_in_one_loop [markdown]
# A loop over the steps.

# %% interpolate
def interpolate(a, b, steps):
    na, nb = np.linalg.norm(a), np.linalg.norm(b)
    codes = []
    for t in np.linspace(0, 1, steps):
        code = (1 - t) * a + t * b
        if na > 0 and nb > 0:
            omega = np.arccos(np.clip(np.dot(a / na, b / nb), -1, 1))
            if omega >= 1e-6:
                way = np.sin((1 - t) * omega) * a / na + np.sin(t * omega) * b / nb
                code = way / np.sin(omega) * ((1 - t) * na + t * nb)
        codes.append(code)
    return np.array(codes)


# %% rotation [markdown]
# Turns a towards b in the plane of both.


# %% interpolate
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps).reshape(-1, 1)
    norm_a, norm_b = np.sqrt(a @ a), np.sqrt(b @ b)
    if norm_a == 0 or norm_b == 0:
        return a + t * (b - a)
    start, end = a / norm_a, b / norm_b
    across = end - (start @ end) * start
    height = np.sqrt(across @ across)
    angle = np.arctan2(height, start @ end)
    if angle < 1e-6:
        return a + t * (b - a)
    directions = np.cos(t * angle) * start + np.sin(t * angle) * across / height
    return directions * (norm_a + t * (norm_b - norm_a))


# %% scipys_slerp [markdown]
# SciPy's geometric slerp.

# %% interpolate
from scipy.spatial import geometric_slerp


def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)
    lengths = np.linalg.norm([a, b], axis=1)
    line = np.outer(1 - t, a) + np.outer(t, b)
    if not lengths.all():
        return line
    first, second = a / lengths[0], b / lengths[1]
    if np.arccos(min(first @ second, 1.0)) < 1e-6:
        return line
    directions = geometric_slerp(first, second, t)
    return directions * np.interp(t, [0, 1], lengths)[:, np.newaxis]


# %% list_of_rows [markdown]
# A list of rows, with a weight for each end.


# %% interpolate
def interpolate(a, b, steps):
    shares = [number / (steps - 1) for number in range(steps)]
    size_a, size_b = float(np.hypot.reduce(a)), float(np.hypot.reduce(b))
    product = size_a * size_b
    cosine = float(a @ b) / product if product else 1.0
    omega = float(np.arccos(max(-1.0, min(1.0, cosine))))
    rows = []
    for share in shares:
        if omega < 1e-6:
            rows.append(a * (1 - share) + b * share)
            continue
        size = size_a * (1 - share) + size_b * share
        left = np.sin(omega * (1 - share)) / np.sin(omega) * size / size_a
        right = np.sin(omega * share) / np.sin(omega) * size / size_b
        rows.append(left * a + right * b)
    return rows


# %% tensorflow [markdown]
# TensorFlow, in float64.


# %% interpolate
def interpolate(a, b, steps):
    t = tf.linspace(tf.constant(0.0, tf.float64), 1.0, steps)[:, None]
    line = (1 - t) * a + t * b
    sizes = tf.norm(a), tf.norm(b)
    if sizes[0] == 0 or sizes[1] == 0:
        return line
    first, second = a / sizes[0], b / sizes[1]
    omega = tf.acos(tf.clip_by_value(tf.reduce_sum(first * second), -1.0, 1.0))
    if omega < 1e-6:
        return line
    way = (tf.sin((1 - t) * omega) * first + tf.sin(t * omega) * second) / tf.sin(omega)
    return way * ((1 - t) * sizes[0] + t * sizes[1])


# %% straight [markdown]
# Straight lines everywhere.


# %% interpolate points=1.5 reason="the walk is straight"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)[:, None]
    return (1 - t) * a + t * b


# %% ends_themselves [markdown]
# The weights are given to the ends themselves, as in the paper's own code.


# %% interpolate points=1.5 reason="they are for directions"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)[:, None]
    line = (1 - t) * a + t * b
    sizes = np.linalg.norm(a), np.linalg.norm(b)
    if 0 in sizes:
        return line
    omega = np.arccos(np.clip(a @ b / (sizes[0] * sizes[1]), -1, 1))
    if omega < 1e-6:
        return line
    return (np.sin((1 - t) * omega) * a + np.sin(t * omega) * b) / np.sin(omega)


# %% no_straight_case [markdown]
# Divides by 0 where there is no angle.


# %% interpolate points=2 reason="not finite"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)[:, None]
    sizes = np.linalg.norm(a), np.linalg.norm(b)
    first, second = a / sizes[0], b / sizes[1]
    omega = np.arccos(np.clip(first @ second, -1, 1))
    way = (np.sin((1 - t) * omega) * first + np.sin(t * omega) * second) / np.sin(omega)
    return way * ((1 - t) * sizes[0] + t * sizes[1])


# %% norm_of_one [markdown]
# The codes have the norm 1.


# %% interpolate points=1 reason="the first code is not a"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)[:, None]
    sizes = np.linalg.norm(a), np.linalg.norm(b)
    if 0 in sizes or np.arccos(np.clip(a @ b / sizes[0] / sizes[1], -1, 1)) < 1e-6:
        return (1 - t) * a + t * b
    first, second = a / sizes[0], b / sizes[1]
    omega = np.arccos(np.clip(first @ second, -1, 1))
    return (np.sin((1 - t) * omega) * first + np.sin(t * omega) * second) / np.sin(omega)


# %% end_left_out [markdown]
# The last code is missing: the steps end before it.


# %% interpolate points=1 reason="the last code is not b"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    sizes = np.linalg.norm(a), np.linalg.norm(b)
    if 0 in sizes or np.arccos(np.clip(a @ b / sizes[0] / sizes[1], -1, 1)) < 1e-6:
        return (1 - t) * a + t * b
    first, second = a / sizes[0], b / sizes[1]
    omega = np.arccos(np.clip(first @ second, -1, 1))
    way = (np.sin((1 - t) * omega) * first + np.sin(t * omega) * second) / np.sin(omega)
    return way * ((1 - t) * sizes[0] + t * sizes[1])


# %% stretched_line [markdown]
# The straight line, stretched to the right norms.


# %% interpolate points=1.5 reason="the straight line is stretched"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)[:, None]
    line = (1 - t) * a + t * b
    norms = np.linalg.norm(line, axis=1, keepdims=True)
    wanted = (1 - t) * np.linalg.norm(a) + t * np.linalg.norm(b)
    return line * np.divide(wanted, norms, out=np.ones_like(norms), where=norms > 0)


# %% from_b_to_a [markdown]
# The walk goes the other way.


# %% interpolate points=1 reason="the first code is not a"
def interpolate(a, b, steps):
    t = np.linspace(1, 0, steps)[:, None]
    sizes = np.linalg.norm(a), np.linalg.norm(b)
    if 0 in sizes or np.arccos(np.clip(a @ b / sizes[0] / sizes[1], -1, 1)) < 1e-6:
        return (1 - t) * a + t * b
    first, second = a / sizes[0], b / sizes[1]
    omega = np.arccos(np.clip(first @ second, -1, 1))
    way = (np.sin((1 - t) * omega) * first + np.sin(t * omega) * second) / np.sin(omega)
    return way * ((1 - t) * sizes[0] + t * sizes[1])


# %% geometric_norms [markdown]
# Norms of equal ratios.


# %% interpolate points=1.5 reason="the norms are multiplied"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)[:, None]
    sizes = np.linalg.norm(a), np.linalg.norm(b)
    if 0 in sizes or np.arccos(np.clip(a @ b / sizes[0] / sizes[1], -1, 1)) < 1e-6:
        return (1 - t) * a + t * b
    first, second = a / sizes[0], b / sizes[1]
    omega = np.arccos(np.clip(first @ second, -1, 1))
    way = (np.sin((1 - t) * omega) * first + np.sin(t * omega) * second) / np.sin(omega)
    return way * sizes[0] ** (1 - t) * sizes[1] ** t


# %% transposed [markdown]
# One column a step.


# %% interpolate points=0 reason="has shape"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)
    return np.outer(a, 1 - t) + np.outer(b, t)


# %% forgets_to_return [markdown]
# Returns nothing.


# %% interpolate points=0 reason="is a `return` missing"
def interpolate(a, b, steps):
    t = np.linspace(0, 1, steps)[:, None]
    line = (1 - t) * a + t * b

# %% right mutants [markdown]
# - `np.clip(a @ b / (norm_a * norm_b), -1, 1) → np.clip(-1, a @ b / (norm_a * norm_b), 1)`: The
#   larger of −1 and the cosine, and then the smaller of that and 1, is the same.
# - `1e-06 → 5e-07`: No angle from 1e-9 to 1e-4 is tested.
# - `1e-06 → 2e-06`: No angle from 1e-9 to 1e-4 is tested.
# - `1 → 2`: A cosine below −1 comes by rounding at opposite ends only, which are not tested.
