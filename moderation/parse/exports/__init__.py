"""What systems export, one file for each of them.

documents (JSON of any size, item by item), elements (XML, element by element), lookup (tables beside a dump)
    signatures (whose export it is)
entries (what every export's comments have in common: ids, parents, times) -> one file per system
"""
