"""What the notebooks share: the data, the training loop, networks, figures and checks."""

from .checks import (
    check_cross_entropy,
    check_decoder,
    check_deep_decoder,
    check_deep_encoder,
    check_encoder,
    check_init_deep_parameters,
    check_init_parameters,
    check_mean_squared,
    check_pca_reconstruct,
    check_train_step,
    check_xavier_init,
)
from .checks_latent import (
    check_derivation,
    check_elbo,
    check_gaussian_elbo,
    check_importance_bound,
    check_kl,
    check_kl_to_standard_normal,
    check_log_evidence,
    check_posterior,
    check_reparameterize,
)
from .data import Mnist, binarised, load_mnist
from .display import show
from .errors import LabError
from .figures import plot_history, scatter_digits, show_epochs, show_reconstructions, show_rows
from .networks import (
    Autoencoder,
    activations,
    adam,
    build_network,
    descent,
    normal,
    training_step,
)
from .saved import load_reconstructions, save_reconstructions
from .script import show_messages_alone
from .starting import keep_tensorflow_quiet
from .training import History, fit
from .walking import walk

__all__ = [
    "Autoencoder",
    "History",
    "LabError",
    "Mnist",
    "activations",
    "adam",
    "binarised",
    "build_network",
    "check_cross_entropy",
    "check_decoder",
    "check_deep_decoder",
    "check_deep_encoder",
    "check_derivation",
    "check_elbo",
    "check_encoder",
    "check_gaussian_elbo",
    "check_importance_bound",
    "check_init_deep_parameters",
    "check_init_parameters",
    "check_kl",
    "check_kl_to_standard_normal",
    "check_log_evidence",
    "check_mean_squared",
    "check_pca_reconstruct",
    "check_posterior",
    "check_reparameterize",
    "check_train_step",
    "check_xavier_init",
    "descent",
    "fit",
    "load_mnist",
    "load_reconstructions",
    "normal",
    "plot_history",
    "save_reconstructions",
    "scatter_digits",
    "show",
    "show_epochs",
    "show_reconstructions",
    "show_rows",
    "training_step",
    "walk",
]

# Nothing above imports TensorFlow: loading data and drawing figures do not need it.
keep_tensorflow_quiet()
show_messages_alone()
